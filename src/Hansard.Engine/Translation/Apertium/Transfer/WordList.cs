using System.Reflection;

namespace Hansard.Engine.Translation.Apertium.Transfer;

/// <summary>A list of words in the assembly, of all pairs: fields between tabs, a pair in the first.</summary>
internal static class WordList
{
    /// <summary>The lines of one pair, without it.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="pair">As in <c>pt-es</c>.</param>
    public static IEnumerable<string[]> Read(string name, string pair)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Hansard.Engine.Translation.Apertium.Transfer.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            if (fields[0] == pair) yield return fields[1..];
        }
    }
}
