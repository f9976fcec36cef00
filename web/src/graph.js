// What the network's page draws large graphs with.
import Graph from "graphology";
import Sigma from "sigma";

window.kgGraph = { Graph, Sigma };
