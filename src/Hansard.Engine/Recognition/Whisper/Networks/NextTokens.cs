using System.Numerics.Tensors;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper.Networks;

/// <summary>Logits of the tokens that may come next, in the order of a decoder.</summary>
/// <param name="common">Of the tokens that any text may have.</param>
/// <param name="foreign">Of those of other scripts; empty where they cannot come.</param>
/// <param name="order">The decoder's.</param>
internal readonly ref struct NextTokens(Span<float> common, Span<float> foreign, VocabularyOrder order)
{
    /// <summary>Logits in the order of the tokens' numbers.</summary>
    public NextTokens(Span<float> logits)
        : this(logits, [], VocabularyOrder.Natural)
    {
    }

    /// <summary>Logits of the tokens that any text may have; special ones are the last of them.</summary>
    public Span<float> Common { get; } = common;

    /// <summary>Logits of the tokens of other scripts; empty where they cannot come.</summary>
    public Span<float> Foreign { get; } = foreign;

    /// <summary>The logit of a token; minus infinity, whatever is put there, where it cannot come.</summary>
    public float this[int token]
    {
        get => Of(token, out var place) is { IsEmpty: false } logits ? logits[place] : float.NegativeInfinity;
        set
        {
            if (Of(token, out var place) is { IsEmpty: false } logits) logits[place] = value;
        }
    }

    /// <summary>The token of a place: places of <see cref="Foreign"/> are behind those of <see cref="Common"/>.</summary>
    public int TokenAt(int place) => order.TokenAt(place);

    /// <summary>Logits of a special token and of all that are numbered after it.</summary>
    public Span<float> From(int special) => Common[order.PlaceOf(special)..];

    /// <summary>Logits of tokens that any text may have, numbered before a special one.</summary>
    public Span<float> CommonBelow(int special) => Common[..order.PlaceOf(special)];

    /// <summary>The greatest logit.</summary>
    public float Greatest() => GreatestOf(Common);

    /// <summary>The greatest logit of tokens that are numbered before a special one.</summary>
    public float GreatestBelow(int special) => GreatestOf(CommonBelow(special));

    /// <summary>Makes tokens that are numbered before a special one impossible.</summary>
    public void ForbidBelow(int special)
    {
        CommonBelow(special).Fill(float.NegativeInfinity);
        Foreign.Fill(float.NegativeInfinity);
    }

    /// <summary>Copies the logits in the order of the tokens' numbers.</summary>
    /// <param name="count">Number of tokens.</param>
    public float[] ByNumber(int count)
    {
        var logits = new float[count];
        if (Foreign.IsEmpty) Array.Fill(logits, float.NegativeInfinity);
        for (var place = 0; place < Common.Length; place++) logits[order.TokenAt(place)] = Common[place];
        for (var place = 0; place < Foreign.Length; place++) logits[order.TokenAt(Common.Length + place)] = Foreign[place];
        return logits;
    }

    private float GreatestOf(ReadOnlySpan<float> common)
    {
        var greatest = TensorPrimitives.Max(common);
        return Foreign.IsEmpty ? greatest : Math.Max(greatest, TensorPrimitives.Max((ReadOnlySpan<float>)Foreign));
    }

    private Span<float> Of(int token, out int place)
    {
        place = order.PlaceOf(token);
        if (place < Common.Length) return Common;
        place -= Common.Length;
        return Foreign;
    }
}
