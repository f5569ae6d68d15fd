// Replaces parse-json in the bundle, which brings Babel's code frames for messages about a package.json that no run shows.
export default JSON.parse;
