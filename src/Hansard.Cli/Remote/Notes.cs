namespace Hansard.Cli.Remote;

/// <summary>Lines on standard error about what a command meets on its way.</summary>
internal static class Notes
{
    /// <summary>Writes a line.</summary>
    public static void Write(string message) => Console.Error.WriteLine($"hansard: {Printable.Of(message)}");
}
