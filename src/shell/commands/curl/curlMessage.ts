/** What curl adds to a message about its own line. */
export const tryHelp = "\ncurl: try 'curl --help' or 'curl --manual' for more information";
