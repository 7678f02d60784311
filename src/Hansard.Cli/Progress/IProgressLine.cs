namespace Hansard.Cli.Progress;

/// <summary>A line of the display, which is read while something else writes it.</summary>
internal interface IProgressLine
{
    /// <summary>Name on the display.</summary>
    string Name { get; }

    /// <summary>The part that is done, from 0 to 1; null while that is not known.</summary>
    double? Fraction { get; }

    /// <summary>Words and numbers at the end of the line, which are as wide at any time.</summary>
    string Figures { get; }
}
