// What reading is easier with, and goes on without: names offered while one types, and passages that no mark has.
import { offerNames } from "./names.js";
import { showPassage } from "./passage.js";

offerNames();
showPassage();
