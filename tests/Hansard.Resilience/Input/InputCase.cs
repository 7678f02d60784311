namespace Hansard.Resilience.Input;

/// <summary>One input of a run: its seed and number make it, whatever other inputs are tried.</summary>
/// <param name="seed">Of the run.</param>
/// <param name="index">Number within the run, from 0 on.</param>
internal sealed class InputCase(int seed, int index)
{
    /// <summary>Number within the run.</summary>
    public int Index => index;

    /// <summary>Chance of this input alone.</summary>
    public Random Random { get; } = new(unchecked((seed * 1_000_003) + index));

    /// <summary>The input, for whoever reads of its failure.</summary>
    public string Sent { get; set; } = "";

    /// <summary>One of several.</summary>
    public T Any<T>(IReadOnlyList<T> choices) => choices[Random.Next(choices.Count)];

    /// <summary>True once in so many cases.</summary>
    public bool OnceIn(int cases) => Random.Next(cases) == 0;
}
