namespace Hansard.Engine.Recognition.Whisper.Instructions;

/// <summary>The inner loops between the products of integers, for one set of instructions.</summary>
/// <remarks>
/// Each set computes the same sums in the same order. Where sums are fused with products, which is everywhere but in
/// <see cref="InstructionSet.Portable"/>, all give the same bits.
/// </remarks>
internal abstract unsafe class Kernels
{
    /// <summary>Numbers that are computed with at once; rows are a multiple of it.</summary>
    public const int Step = 16;

    /// <summary>Channels of a head of attention, in every Whisper.</summary>
    public const int HeadWidth = 64;

    /// <summary>Positions in a block of the keys of <see cref="Scores"/>.</summary>
    public const int KeyBlock = 32;

    /// <summary>Queries that <see cref="Scores"/> and <see cref="Mix"/> take at most.</summary>
    public const int QueryGroup = 5;

    /// <summary>
    /// A number is an outlier if it is as many times the mean magnitude of its row. 8 to 40 leave the encoder's output 4.6 to 5.1 % off
    /// that of floating point, 60 leaves 5.7 and 100 leaves 6.5 % (docs/benchmarks.md, Outliers).
    /// </summary>
    public const int OutlierFactor = 20;

    private static readonly Lazy<Kernels> Named = new(
        () => Of(InstructionSets.Choose(Environment.GetEnvironmentVariable(InstructionSets.EnvironmentVariable))));

    /// <summary>Kernels of the instructions that the environment names, otherwise of the fastest.</summary>
    /// <exception cref="InvalidDataException">The environment names instructions that this processor does not have.</exception>
    public static Kernels Chosen => Named.Value;

    /// <summary>Kernels of a set of instructions.</summary>
    public static Kernels Of(InstructionSet set) => set switch
    {
        InstructionSet.Avx512 => new Kernels<Sixteen512>(),
        InstructionSet.Avx2 => new Kernels<Sixteen256>(),
        InstructionSet.Arm64 => new Kernels<Sixteen128<FusedMultiplyAdd>>(),
        _ => new Kernels<Sixteen128<PlainMultiplyAdd>>(),
    };

    /// <summary>
    /// Normalises a row to mean 0 and variance 1, then scales and moves its elements (Ba et al. 2016, Layer normalization).
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="width">Its elements.</param>
    /// <param name="gain">Factors.</param>
    /// <param name="bias">Added.</param>
    /// <param name="result">Receives it.</param>
    public abstract void Normalise(float* row, int width, float* gain, float* bias, float* result);

    /// <summary>The Gaussian error linear unit x · Φ(x) of a row (Hendrycks and Gimpel 2016).</summary>
    /// <param name="row">The row, overwritten.</param>
    /// <param name="width">Its elements.</param>
    public abstract void Gelu(float* row, int width);

    /// <summary>Quantises a row to 8 bits, from its least number to its greatest.</summary>
    /// <param name="values">The row.</param>
    /// <param name="count">Its elements.</param>
    /// <param name="bytes">Receives the integers.</param>
    public abstract RowScale Quantise(float* values, int count, byte* bytes);

    /// <summary>Takes the outliers out of a row, which has zeros in their places then.</summary>
    /// <param name="values">The row.</param>
    /// <param name="count">Its elements.</param>
    /// <param name="taken">Receives them, fewer than elements / <see cref="OutlierFactor"/>.</param>
    /// <returns>How many there were.</returns>
    public abstract int TakeOutliers(float* values, int count, Outlier* taken);

    /// <summary>Turns the sums of a row into numbers.</summary>
    /// <param name="sums">Of its integers with the weights.</param>
    /// <param name="scale">The row's.</param>
    /// <param name="constants">
    /// For every 16 outputs their scales, what the offset of a row adds, and their biases: read from front to back, in whole cache lines.
    /// </param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="result">Of as many elements; may be the place of the sums.</param>
    public abstract void Finish(int* sums, RowScale scale, float* constants, int outputs, float* result);

    /// <summary>Adds to a row what its outliers give.</summary>
    /// <param name="outliers">The outliers.</param>
    /// <param name="count">How many.</param>
    /// <param name="weights">[inputs, outputs].</param>
    /// <param name="constants">As in <see cref="Finish"/>.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="result">Added to.</param>
    public abstract void AddOutliers(Outlier* outliers, int count, sbyte* weights, float* constants, int outputs, float* result);

    /// <summary>Weights of a query of the encoder's attention, where its greatest is 255.</summary>
    /// <param name="scores">The query's products with the keys.</param>
    /// <param name="count">Positions.</param>
    /// <param name="padded">Positions, filled up to a multiple of 16.</param>
    /// <param name="scale">The value of 1.</param>
    /// <param name="weights">Receives them; 0 for what is filled up.</param>
    /// <returns>The sum of the weights before they were rounded.</returns>
    public abstract float Softmax(int* scores, int count, int padded, float scale, byte* weights);

    /// <summary>The greatest of many numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="count">A multiple of 16.</param>
    public abstract float Greatest(float* values, int count);

    /// <summary>Σ e^(x − greatest) of many numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="count">A multiple of 16.</param>
    /// <param name="greatest">Not less than any of them.</param>
    public abstract float SumOfExponentials(float* values, int count, float greatest);

    /// <summary>Exponentials of numbers, e^((x − the greatest) · scale).</summary>
    /// <param name="values">The numbers, overwritten; there is room for a multiple of 16, and what fills it up becomes 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="scale">Above 0.</param>
    /// <returns>Their sum.</returns>
    public abstract float Exponentials(float* values, int count, float scale);

    /// <summary>Means of columns, and how far their extremes are from there.</summary>
    /// <param name="from">The first row's.</param>
    /// <param name="stride">Elements from a row to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="means">Receives the means.</param>
    /// <param name="reaches">Receives the distances.</param>
    public abstract void MeasureColumns(float* from, int stride, int rows, int columns, float* means, float* reaches);

    /// <summary>Quantises the differences of numbers from others.</summary>
    /// <param name="from">Numbers.</param>
    /// <param name="means">What is taken from each.</param>
    /// <param name="inverses">Integers for a difference of 1.</param>
    /// <param name="count">How many.</param>
    /// <param name="bytes">Receives integers with a sign.</param>
    public abstract void QuantiseDifferences(float* from, float* means, float* inverses, int count, byte* bytes);

    /// <summary>Quantises numbers that are multiplied with others, by their greatest magnitude.</summary>
    /// <param name="from">Numbers.</param>
    /// <param name="factors">What each is multiplied with.</param>
    /// <param name="count">How many.</param>
    /// <param name="bytes">Receives the integers, 128 for zero.</param>
    /// <returns>The value of 1.</returns>
    public abstract float QuantiseProducts(float* from, float* factors, int count, byte* bytes);

    /// <summary>Sums as numbers: sum · share · scale + mean.</summary>
    public abstract void Mixed(int* sums, float share, float* scales, float* means, int count, float* result);

    /// <summary>Products of up to five queries with the keys of all positions.</summary>
    /// <param name="keys">[blocks, 64, 32].</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="queries">[5, 64]; zeros where there are fewer.</param>
    /// <param name="count">Queries.</param>
    /// <param name="scores">Receives [5, stride]; of one or two queries as many.</param>
    /// <param name="stride">Positions, filled up.</param>
    public abstract void Scores(sbyte* keys, int blocks, float* queries, int count, float* scores, int stride);

    /// <summary>Sums of the values of all positions by the weights of up to five queries.</summary>
    /// <param name="values">[positions, 64].</param>
    /// <param name="positions">Positions.</param>
    /// <param name="weights">[5, stride]; zeros where there are fewer queries.</param>
    /// <param name="stride">Positions, filled up.</param>
    /// <param name="count">Queries.</param>
    /// <param name="mixed">Receives [5, 64]; of one or two queries as many.</param>
    public abstract void Mix(sbyte* values, int positions, float* weights, int stride, int count, float* mixed);
}
