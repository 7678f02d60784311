using System.Numerics.Tensors;
using Hansard.Engine.Speakers.Voices;

namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Voices taken to be of one person.</summary>
/// <param name="Sum">Sum of the unit vectors, each times its weight.</param>
/// <param name="Weight">Sum of the weights, in seconds.</param>
internal sealed record VoiceCluster(float[] Sum, double Weight)
{
    /// <summary>Seconds from which more say no more of a voice. Twice or half of it changes no set's error.</summary>
    private const double Heaviest = 4;

    /// <summary>The weight of a piece of some duration.</summary>
    public static float WeightOf(double seconds) => (float)Math.Min(seconds, Heaviest);

    /// <summary>The cluster of one piece.</summary>
    public static VoiceCluster Of(float[] voice, double seconds)
    {
        var weight = WeightOf(seconds);
        var sum = new float[voice.Length];
        TensorPrimitives.Multiply(voice, weight, sum);
        return new VoiceCluster(sum, weight);
    }

    /// <summary>The clusters of labelled pieces; null where no piece has a label.</summary>
    public static VoiceCluster?[] Of(float[][] voices, IReadOnlyList<double> seconds, int[] labels, int count)
    {
        var clusters = new VoiceCluster?[count];
        for (var i = 0; i < labels.Length; i++)
        {
            var piece = Of(voices[i], seconds[i]);
            clusters[labels[i]] = clusters[labels[i]]?.With(piece) ?? piece;
        }
        return clusters;
    }

    /// <summary>Both as one.</summary>
    public VoiceCluster With(VoiceCluster other)
    {
        var sum = new float[Sum.Length];
        TensorPrimitives.Add(Sum, other.Sum, sum);
        return new VoiceCluster(sum, Weight + other.Weight);
    }

    /// <summary>The mean voice, a unit vector.</summary>
    public float[] Mean() => UnitVector.Scale((float[])Sum.Clone());

    /// <summary>The mean voice of all but one piece.</summary>
    public float[] MeanWithout(float[] voice, double seconds)
    {
        var rest = new float[Sum.Length];
        TensorPrimitives.MultiplyAdd(voice, -WeightOf(seconds), Sum, rest);
        return UnitVector.Scale(rest);
    }
}
