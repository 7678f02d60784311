namespace Hansard.Cli.Tests.Messages;

/// <summary>A call of the program, and what it says.</summary>
/// <param name="Arguments">Of hansard, as a shell reads them. Names in braces are those of the stage.</param>
/// <param name="Code">Its exit code.</param>
/// <param name="Lines">
/// The lines that it says, without the program's name; after a full stop, whole ones. <c>{*}</c> stands for anything.
/// </param>
internal sealed record MessageRow(string Arguments, int Code, params string[] Lines)
{
    /// <summary>Commands of the shell before it, which say nothing.</summary>
    public string Before { get; init; } = "";

    /// <summary>Variables of its environment, as <c>env</c> takes them.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Its standard input; <c>/dev/tty</c> is a terminal.</summary>
    public string Input { get; init; } = "/dev/null";

    /// <summary>Its standard output; null if that is seen, beside standard error.</summary>
    public string? Output { get; init; } = "/dev/null";

    /// <summary>True if root's power over files, which tests may have, is taken from it.</summary>
    public bool HeedsPermissions { get; init; }

    /// <summary>True if there is no such message in a pipe.</summary>
    public bool OnlyInTerminal { get; init; }

    /// <summary>The lines in a terminal; null if they are the same.</summary>
    public IReadOnlyList<string>? InTerminal { get; init; }

    /// <summary>Columns of the indent with which it breaks its own lines in a narrow terminal; null if it has single lines.</summary>
    public int? Indent { get; init; }

    /// <summary>Text that is to be seen, or after a <c>file:</c> to exist, before a user types or presses Ctrl-C.</summary>
    public string? Until { get; init; }

    /// <summary>Input of a user; null for Ctrl-C.</summary>
    public string? Typed { get; init; }
}
