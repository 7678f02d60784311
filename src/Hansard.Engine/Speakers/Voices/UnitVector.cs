using System.Numerics.Tensors;

namespace Hansard.Engine.Speakers.Voices;

/// <summary>Vectors of length 1, whose dot product is their cosine.</summary>
internal static class UnitVector
{
    /// <summary>Scales a vector to length 1, in place.</summary>
    public static float[] Scale(float[] vector)
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector) + 1e-9f, vector);
        return vector;
    }

    /// <summary>Cosine of two of them.</summary>
    public static float Cosine(ReadOnlySpan<float> one, ReadOnlySpan<float> other) => TensorPrimitives.Dot(one, other);
}
