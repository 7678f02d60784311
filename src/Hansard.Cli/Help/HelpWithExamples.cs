using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Hansard.Cli.Completion;

namespace Hansard.Cli.Help;

/// <summary>Help of a command, with examples at its end.</summary>
/// <param name="help">The library's own.</param>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <summary>Puts it in the place of the library's own help.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            if (option.Action is SynchronousCommandLineAction own) option.Action = new HelpWithExamples(own);
    }

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var examples = Examples.Of(CommandTree.PathOf(parseResult.CommandResult));
        var output = parseResult.InvocationConfiguration.Output;
        if (examples.Count > 0) output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  {example.Line}");
            output.WriteLine($"      {example.Meaning}");
        }
        return code;
    }
}
