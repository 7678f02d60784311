using Hansard.Engine.Matrices;
using Hansard.Engine.Models;
using Hansard.Engine.Recognition.Whisper.Int8;
using Hansard.Engine.Recognition.Whisper.Networks;
using Hansard.Engine.Recognition.Whisper.Tokens;

namespace Hansard.Engine.Recognition.Whisper.Compact;

/// <summary>
/// Whisper's decoder in 8-bit integers: each row has a scale of its own, so that it is the same whatever rows it is with; the rows of a
/// window share its keys and values, and windows of any length are decoded together.
/// </summary>
/// <remarks>
/// In ONNX Runtime attention wants the windows of a step to be of one length, keys and values side by side in floating point, and copies
/// the cache of the tokens before at every step. The matrix products stay there: they run on the processor's dot products of integers.
/// </remarks>
internal sealed unsafe class CompactTextDecoder : ITextDecoder
{
    private const string Name = "model.decoder";
    private const string Output = "proj_out";

    /// <summary>Parts of a window that are heard in one pass.</summary>
    private const int PartsTogether = 16;

    private readonly WhisperConfiguration _configuration;
    private readonly TokenEmbedding _embedding;
    private readonly DecoderLayer[] _layers;
    private readonly Normalisation _last;
    private readonly IntegerLayer _common;
    private readonly IntegerLayer? _foreign;
    private readonly VocabularyOrder _order;

    private CompactTextDecoder(NetworkWeights weights, WhisperConfiguration configuration, Task<VocabularyOrder> order)
    {
        _configuration = configuration;
        using var made = new DisposedOnFailure();
        var tokens = weights.Layer(weights.HasLayer("emb") ? "emb" : $"{Name}.embed_tokens");
        _embedding = new TokenEmbedding(tokens, weights.Table(weights.HasTable("dec_pos") ? "dec_pos" : $"{Name}.embed_positions.weight"));
        _layers = [
            .. Enumerable.Range(0, configuration.DecoderLayers).Select(i => made.Add(DecoderLayer.Read(weights, $"{Name}.layers.{i}"))),
        ];
        _last = weights.Norm($"{Name}.layer_norm");
        // Most models have no matrix of its own for it.
        var vocabulary = weights.HasLayer(Output) ? weights.Layer(Output) : tokens;
        _order = vocabulary.Outputs < configuration.VocabularySize ? VocabularyOrder.Natural : order.GetAwaiter().GetResult();
        if (_order.IsNatural)
        {
            _common = made.Add(new IntegerLayer(vocabulary.Padded()));
        }
        else
        {
            var places = _order.TokensAt;
            _common = made.Add(new IntegerLayer(vocabulary.Columns(places[.._order.Common]).Padded()));
            _foreign = made.Add(new IntegerLayer(vocabulary.Columns(places[_order.Common..]).Padded()));
        }
        made.Keep();
    }

    /// <inheritdoc />
    public bool MixesWindows => true;

    /// <summary>Opens a decoder whose tensors have the names of its checkpoint.</summary>
    /// <param name="path">decoder_model_merged*.onnx.</param>
    /// <param name="configuration">The model's.</param>
    /// <param name="order">The order in which it is to have the tokens, which is found out meanwhile.</param>
    /// <returns>Null if the file is of another form.</returns>
    public static CompactTextDecoder? Open(string path, WhisperConfiguration configuration, Task<VocabularyOrder> order)
        => configuration.Width == CompactCrossAttention.Width * configuration.DecoderHeads
            && NetworkWeights.Open(path, $"{Name}.layers.0.fc1") is { } weights
            ? new CompactTextDecoder(weights, configuration, order)
            : null;

    /// <inheritdoc />
    public ICrossAttention Project(EncodedAudio audio)
    {
        using (audio)
        {
            using var hidden = Matrix<float>.Over(audio.Hidden, audio.Positions, _configuration.Width);
            var window = new CompactCrossAttention(
                audio.Positions, _layers.Length, _configuration.DecoderHeads, one => StartLogits([one])[0]);
            using var projected = new Matrix<float>(audio.Positions, 2 * _configuration.Width);
            for (var layer = 0; layer < _layers.Length; layer++)
            {
                RowLayers.Apply(_layers[layer].CrossProjection, hidden, null, projected);
                window.Pack(layer, projected);
            }
            return window;
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<float[]> StartLogits(ICrossAttention window, IReadOnlyList<PositionRange> parts)
    {
        var whole = (CompactCrossAttention)window;
        var after = new PositionRange(parts[^1].End, whole.Positions);
        List<float[]> logits = [];
        foreach (var chunk in parts.Chunk(PartsTogether))
        {
            List<CompactCrossAttention> heard = [];
            try
            {
                foreach (var part in chunk) heard.Add(whole.Within(part, after));
                logits.AddRange(StartLogits(heard));
            }
            finally
            {
                foreach (var part in heard) part.Dispose();
            }
        }
        return logits;
    }

    /// <inheritdoc />
    public IDecoderRows Start() => new CompactDecoderRows(this);

    /// <inheritdoc />
    public ForcedPass Force(ICrossAttention window, IReadOnlyList<int> tokens)
    {
        var compact = (CompactCrossAttention)window;
        var attention = new CompactForcedPass(_configuration.AlignmentHeads, tokens.Count, compact.Positions);
        using var before = NewSelfAttention();
        PassRow[] rows = [PassRow.Beginning(compact, tokens.Count)];
        attention.Logits = PredictAll([.. tokens], rows, before, new CrossAttentionKernel(), attention);
        return attention;
    }

    /// <inheritdoc />
    public double[] Score(
        ICrossAttention window, IReadOnlyList<int> prompt, IReadOnlyList<IReadOnlyList<int>> texts, int vocabulary,
        CancellationToken cancellationToken)
        => new CompactTextScores(this, (CompactCrossAttention)window, prompt, vocabulary).Sums(texts, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _common.Dispose();
        _foreign?.Dispose();
        foreach (var layer in _layers) layer.Dispose();
    }

    /// <summary>Creates the attention to the tokens before, for rows that have none yet.</summary>
    internal SelfAttention NewSelfAttention() => new(_configuration.DecoderHeads, _configuration.DecoderLayers);

    /// <summary>Passes tokens through the decoder.</summary>
    /// <param name="tokens">Row after row.</param>
    /// <param name="rows">The rows; those of one window stand together.</param>
    /// <param name="before">The tokens of these rows before.</param>
    /// <param name="kernel">Used by one thread at a time.</param>
    /// <param name="observer">Receives the attention of the alignment heads; null for nobody.</param>
    /// <returns>Logits after each token, which the caller disposes of.</returns>
    internal TokenLogits PredictAll(
        ReadOnlySpan<int> tokens, IReadOnlyList<PassRow> rows, SelfAttention before, CrossAttentionKernel kernel,
        IAttentionKeeper? observer = null)
    {
        using var states = Pass(tokens, rows, before, kernel, observer);
        var logits = NewLogits();
        Predict(states, logits, TokenScripts.All);
        return logits;
    }

    /// <summary>Makes room for logits.</summary>
    internal TokenLogits NewLogits() => new(_order, _configuration.VocabularySize);

    /// <summary>Passes tokens through the decoder.</summary>
    /// <param name="tokens">Row after row.</param>
    /// <param name="rows">The rows; those of one window stand together.</param>
    /// <param name="before">The tokens of these rows before.</param>
    /// <param name="kernel">Used by one thread at a time.</param>
    /// <param name="logits">Receives the logits after the last token of each row.</param>
    internal void Predict(
        ReadOnlySpan<int> tokens, IReadOnlyList<PassRow> rows, SelfAttention before, CrossAttentionKernel kernel, TokenLogits logits)
    {
        var attention = rows.Any(row => row.AudioPositions > 0) ? new RowAttention(_configuration.AlignmentHeads, rows) : null;
        using var states = Pass(tokens, rows, before, kernel, attention);
        if (attention is not null) before.Keep(attention.OfRow());
        // A row is passed in the place of its last token, which is not before it.
        for (int row = 0, next = 0; row < rows.Count; row++)
        {
            next += rows[row].Tokens;
            if (next - 1 > row) states.Span(next - 1, 1).CopyTo(states.Span(row, 1));
        }
        Predict(states.Part(0, rows.Count), logits, rows.Aggregate(TokenScripts.None, (scripts, row) => scripts | row.Scripts));
    }

    private Matrix<float> Pass(
        ReadOnlySpan<int> tokens, IReadOnlyList<PassRow> rows, SelfAttention before, CrossAttentionKernel kernel,
        IAttentionKeeper? observer)
    {
        var (count, width) = (tokens.Length, _configuration.Width);
        before.Begin(rows);
        using var made = new DisposedOnFailure();
        var states = made.Add(new Matrix<float>(count, width));
        for (var i = 0; i < count; i++) _embedding.Write(tokens[i], before.Positions[i], states.Row(i));
        var windows = Windows(rows);
        using var projected = new Matrix<float>(count, 3 * width);
        using var queries = new Matrix<float>(count, width);
        using var attended = new Matrix<float>(count, width);
        for (var i = 0; i < _layers.Length; i++)
        {
            var layer = _layers[i];
            RowLayers.Apply(layer.SelfProjection, states, layer.SelfNorm, projected);
            before.Attend(i, projected, attended);
            RowLayers.Add(layer.SelfOutput, attended, states);

            RowLayers.Apply(layer.CrossQuery, states, layer.CrossNorm, queries);
            var first = 0;
            foreach (var (window, queried) in windows)
            {
                kernel.Attend(window, i, queries.Span(first, queried), queried, attended.Span(first, queried), observer?.Observe(i, first));
                first += queried;
            }
            RowLayers.Add(layer.CrossOutput, attended, states);

            RowLayers.FeedForward(layer.FeedForward, states);
        }
        made.Keep();
        return states;
    }

    /// <summary>The windows in the order of the rows, and the tokens that attend to each.</summary>
    private static List<(CompactCrossAttention Window, int Tokens)> Windows(IReadOnlyList<PassRow> rows)
    {
        List<(CompactCrossAttention Window, int Tokens)> windows = [];
        foreach (var (window, _, tokens) in rows)
        {
            if (windows.Count > 0 && ReferenceEquals(windows[^1].Window, window)) windows[^1] = (window, windows[^1].Tokens + tokens);
            else windows.Add((window, tokens));
        }
        return windows;
    }

    private void Predict(Matrix<float> states, TokenLogits logits, TokenScripts scripts)
    {
        RowLayers.Apply(_common, states, _last, logits.RoomForCommon(states.Rows, _common.Outputs));
        if (_foreign is not null && scripts is not TokenScripts.None)
            RowLayers.Apply(_foreign, states, _last, logits.RoomForForeign(states.Rows, _foreign.Outputs));
    }

    private List<float[]> StartLogits(List<CompactCrossAttention> windows)
    {
        using var before = NewSelfAttention();
        int[] tokens = [.. Enumerable.Repeat(_configuration.StartOfTranscript, windows.Count)];
        PassRow[] rows = [.. windows.Select(window => PassRow.Beginning(window, 1))];
        using var logits = NewLogits();
        Predict(tokens, rows, before, new CrossAttentionKernel(), logits);
        return [.. Enumerable.Range(0, windows.Count).Select(i => logits.After(i).ByNumber(_configuration.VocabularySize))];
    }
}
