namespace Hansard.Engine.Pipeline.Live;

/// <summary>Ends of utterances, and wishes that all be final: what is to be closed for them, and what is to be told then.</summary>
/// <param name="options">When utterances are over; null: nobody asks.</param>
internal sealed class UtteranceEnds(EndpointOptions? options)
{
    private readonly EndpointRule? _rule = options is null ? null : new EndpointRule(options);
    private readonly Queue<End> _ends = [];

    /// <summary>The last endpoint that was found.</summary>
    private long _lastEndpoint;
    private bool _hasWords;

    /// <summary>Up to here, all that was said is to be final before anything else; null for nothing.</summary>
    public long? ClosesTo => _ends.TryPeek(out var end) ? end.Position : null;

    /// <summary>Takes note of final words.</summary>
    public void Heard() => _hasWords = true;

    /// <summary>Takes note of a wish, which is answered.</summary>
    /// <param name="position">Where the sound is.</param>
    public void Finalize(long position) => _ends.Enqueue(new End(position, LiveMark.Finalized));

    /// <summary>Finds out whether an utterance is over.</summary>
    /// <param name="sound">The sound so far.</param>
    /// <param name="lastWord">What was said last; null where that is not known yet.</param>
    public void Listen(LiveSound sound, string? lastWord)
    {
        if (_rule is null || sound.IsSpeech || sound.LastSpeech <= _lastEndpoint) return;
        if (sound.End - sound.LastSpeech < LiveSound.Samples(_rule.Silence(lastWord ?? "").TotalSeconds)) return;
        _lastEndpoint = sound.End;
        _ends.Enqueue(new End(sound.End, LiveMark.Endpoint));
    }

    /// <summary>Takes note that no sound comes for now.</summary>
    /// <param name="sound">The sound so far.</param>
    public void Pause(LiveSound sound)
    {
        if (_rule is null || sound.LastSpeech <= _lastEndpoint) return;
        _lastEndpoint = sound.End;
        _ends.Enqueue(new End(sound.End, LiveMark.Endpoint));
    }

    /// <summary>
    /// The stretch that is over, now that all before <see cref="ClosesTo"/> was given. What sounded like speech and had no words is no
    /// utterance.
    /// </summary>
    public LiveMark Take()
    {
        if (!_ends.TryDequeue(out var end)) return LiveMark.None;
        if (end.Mark is LiveMark.Finalized) return LiveMark.Finalized;
        var mark = _hasWords ? LiveMark.Endpoint : LiveMark.None;
        _hasWords = false;
        return mark;
    }

    private readonly record struct End(long Position, LiveMark Mark);
}
