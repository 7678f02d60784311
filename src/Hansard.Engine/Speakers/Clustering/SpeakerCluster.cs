using System.Numerics.Tensors;

namespace Hansard.Engine.Speakers.Clustering;

/// <summary>Pieces of one speaker, as what average linkage needs to know of them: their weighted sum.</summary>
/// <remarks>
/// The mean cosine between the pieces of two clusters is the product of their mean vectors, so no table of all pairs is kept.
/// </remarks>
/// <param name="sum">Σ weight · unit vector; not shared.</param>
/// <param name="weight">Σ weight.</param>
/// <param name="squaredWeight">Σ weight².</param>
internal sealed class SpeakerCluster(float[] sum, double weight, double squaredWeight)
{
    /// <summary>A cluster of one piece.</summary>
    /// <param name="vector">A unit vector.</param>
    /// <param name="weight">More than 0.</param>
    public static SpeakerCluster Of(float[] vector, double weight)
    {
        var sum = new float[vector.Length];
        TensorPrimitives.Multiply(vector, (float)weight, sum);
        return new SpeakerCluster(sum, weight, weight * weight);
    }

    /// <summary>Σ weight.</summary>
    public double Weight { get; private set; } = weight;

    /// <summary>Mean cosine between its pieces and another's.</summary>
    public double Similarity(SpeakerCluster other) => TensorPrimitives.Dot(sum, other.Sum) / (Weight * other.Weight);

    /// <summary>Mean cosine between two different pieces of it; null if it has but one.</summary>
    public double? OwnSimilarity
    {
        get
        {
            var pairs = (Weight * Weight) - _squaredWeight;
            return pairs > 1e-6 ? (TensorPrimitives.Dot<float>(sum, sum) - _squaredWeight) / pairs : null;
        }
    }

    /// <summary>The direction of its mean, a new array.</summary>
    public float[] Centroid() => SpeakerEncoder.Unit([.. sum]);

    /// <summary>Takes another's pieces.</summary>
    public void Add(SpeakerCluster other)
    {
        TensorPrimitives.Add(sum, other.Sum, sum);
        (Weight, _squaredWeight) = (Weight + other.Weight, _squaredWeight + other._squaredWeight);
    }

    /// <summary>An independent copy.</summary>
    public SpeakerCluster Copy() => new([.. sum], Weight, _squaredWeight);

    private float[] Sum => sum;

    private double _squaredWeight = squaredWeight;
}
