namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>Reads of tensors whose shape is known beforehand.</summary>
internal static class CheckpointExtensions
{
    /// <summary>Reads a tensor that has to be there.</summary>
    /// <param name="checkpoint">The weights.</param>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Required shape.</param>
    /// <exception cref="InvalidDataException">It is missing, has another shape, or holds numbers that are none.</exception>
    public static float[] Read(this ICheckpoint checkpoint, string name, params ReadOnlySpan<int> shape)
    {
        var found = checkpoint.RequiredShape(name);
        if (!shape.SequenceEqual([.. found]))
            throw new InvalidDataException(
                $"The tensor '{name}' of '{checkpoint.Path}' has the shape [{string.Join(", ", found)}], "
                + $"but this model needs [{string.Join(", ", shape.ToArray())}].");
        var values = new float[found.Aggregate(1L, (product, size) => product * size)];
        checkpoint.Read(name, values);
        // One such number would make every word that depends on it nonsense, and nobody would know why.
        if (!float.IsFinite(System.Numerics.Tensors.TensorPrimitives.SumOfMagnitudes<float>(values)))
            throw new InvalidDataException($"The tensor '{name}' of '{checkpoint.Path}' holds numbers that are infinite or not a number.");
        return values;
    }

    /// <summary>The shape of a tensor that has to be there.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public static IReadOnlyList<int> RequiredShape(this ICheckpoint checkpoint, string name)
        => checkpoint.ShapeOf(name)
            ?? throw new InvalidDataException(
                $"'{checkpoint.Path}' has no tensor '{name}': it is not, or not all of, a Whisper model in the names of Hugging Face.");
}
