using Hansard.Engine;

namespace Hansard.Server.Doors.OpenAi.Realtime;

/// <summary>Wishes for when the server ends an utterance by itself.</summary>
/// <param name="IsSemantic">True where the text decides; false where a silence does.</param>
/// <param name="Silence">The silence that ends an utterance.</param>
/// <param name="Padding">Sound before the first word that counts as a part of the utterance.</param>
/// <param name="Threshold">0 to 1; told back only, as speech is told from noise by a model of its own.</param>
/// <param name="Eagerness">low, medium, high or auto: how soon the text decides.</param>
internal sealed record TurnDetection(bool IsSemantic, TimeSpan Silence, TimeSpan Padding, double Threshold, string Eagerness)
{
    /// <summary>The names of <see cref="Eagerness"/>.</summary>
    public static readonly string[] Eagernesses = ["low", "medium", "high", "auto"];

    /// <summary>A silence of half a second, as the hosted service has it.</summary>
    public static TurnDetection Usual { get; } = new(false, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.3), 0.5, "auto");

    // As long as the hosted service waits for each.
    private static readonly Dictionary<string, int> LongestSeconds = new() { ["low"] = 8, ["medium"] = 4, ["high"] = 2, ["auto"] = 4 };

    /// <summary>The wishes as the engine takes them.</summary>
    public EndpointOptions Endpoints => IsSemantic
        ? new EndpointOptions
        {
            MaximumDelay = TimeSpan.FromSeconds(LongestSeconds[Eagerness]),
            Sensitivity = Eagerness switch { "low" => -1, "high" => 1, _ => 0 },
        }
        : new EndpointOptions { Silence = Silence };
}
