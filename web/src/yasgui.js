// The SPARQL editor, without the look-ups at prefix.cc of the original.
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";

window.Yasgui = Yasgui;
