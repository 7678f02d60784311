using System.CommandLine;
using Hansard.Cli;

// One command per folder; a command's name, options and action are beside each other in its Create().
var root = new RootCommand("Hansard turns recordings into text, on your own machine.")
{
};

return await CommandLine.RunAsync(root, args);
