using Hansard.Engine.Audio;
using Hansard.Engine.Recognition;
using Hansard.Engine.Recognition.Languages;
using Hansard.Engine.Transcripts;

namespace Hansard.Engine.Pipeline.Live;

/// <summary>Knowledge of sound that is still arriving: nothing waits here, and nothing runs.</summary>
internal sealed class LiveSession
{
    /// <summary>Sound after which there is a result though nothing has changed but the time.</summary>
    private static readonly long LongestSilence = LiveSound.Samples(1);

    private readonly LiveSound _sound;
    private readonly GrowingWindow _window;
    private readonly LiveText _text;
    private readonly LiveSpeakers? _speakers;
    private readonly LiveTranslation? _translation;
    private readonly UtteranceEnds _ends;
    private readonly string? _language;
    private readonly long _limit;
    private readonly TimeSpan _longest;

    /// <summary>True if a pause, or another window, comes before the next final words.</summary>
    private bool _pauses = true;
    private bool _changed;
    private bool _isComplete;

    /// <summary>True once the last result was given.</summary>
    private bool _isTold;
    private long _toldTo;

    /// <summary>Completes when more is known of the speakers than at the last result.</summary>
    private Task? _decided;
    private TimeSpan _finalTo;

    /// <param name="resources">Shared by all models.</param>
    /// <param name="recogniser">Recognises.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="prior">Prior knowledge of the languages.</param>
    /// <param name="speakers">Tells speakers; null for none. Not owned.</param>
    /// <param name="limit">The longest sound accepted.</param>
    /// <param name="cancellationToken">Stops translations.</param>
    public LiveSession(
        PipelineResources resources, Recogniser recogniser, LiveOptions options, LanguagePrior prior, LiveSpeakers? speakers,
        TimeSpan limit, CancellationToken cancellationToken)
    {
        var transcription = options.Transcription;
        _speakers = speakers;
        (_longest, _limit) = (limit, LiveSound.Samples(limit.TotalSeconds));
        _sound = new LiveSound(resources.VoiceActivity);
        _language = prior.Only ?? (recogniser.IdentifiesLanguages ? null : prior.Assumed);
        var request = RecognitionSettings.From(transcription).Request(_language);
        _window = new GrowingWindow(
            _sound, LiveSettings.For(recogniser.Model, options), request,
            prior.Only is null && recogniser.IdentifiesLanguages ? new LiveLanguage(prior) : null);
        _text = new LiveText(ScriptStage.From(transcription), speakers, transcription.Context?.Terms);
        _translation = transcription.Translation is { } translation
            ? new LiveTranslation(resources.FindTranslator, translation, cancellationToken)
            : null;
        _ends = new UtteranceEnds(options.Endpoints);
    }

    /// <summary>Samples that have arrived and are not decoded.</summary>
    public long Ahead => _sound.End - _window.ProcessedTo;

    /// <summary>Completes when there may be a result without further sound; null where there will be none.</summary>
    public Task? Progress => _text.IsWaiting ? _decided : _translation?.Next;

    /// <summary>Indicates whether the sound is complete, and all of it was given.</summary>
    public bool IsOver => _isComplete && !_window.Pending && IsSettled;

    private bool IsSettled => !_text.IsWaiting && _translation?.Next is null;

    /// <summary>The decoding that is due; null for none.</summary>
    public LiveDecoding? NextDecoding() => _window.Next(_isComplete ? _sound.End : _ends.ClosesTo);

    /// <summary>Takes sound, or a wish.</summary>
    /// <exception cref="InvalidAudioException">The sound is longer than allowed.</exception>
    public async ValueTask TakeAsync(LiveInput input, CancellationToken cancellationToken)
    {
        if (input is LiveInput.Effort(var finalsOnly)) _window.FinalsOnly = finalsOnly;
        if (input is LiveInput.Finalize or LiveInput.Pause)
        {
            if (input is LiveInput.Finalize) _ends.Finalize(_sound.End);
            else _ends.Pause(_sound);
            // Also of words that are final already: no sound may follow that would decide who says them.
            if (_speakers is not null) await _speakers.DecideAsync(cancellationToken).ConfigureAwait(false);
        }
        if (input is not LiveInput.Sound(var samples)) return;
        if (_sound.End + samples.Length > _limit) throw InvalidAudioException.TooLong(_longest);
        if (_speakers is not null) await _speakers.HearAsync(samples, cancellationToken).ConfigureAwait(false);
        _sound.Append(samples.Span);
        // Words may lie behind the sound; those of the utterance before say nothing.
        var isKnown = _window.ProcessedTo >= _sound.LastSpeech;
        _ends.Listen(_sound, !isKnown ? null : _window.NonFinal.Count > 0 ? _window.NonFinal[^1].Text : _text.LastWord);
    }

    /// <summary>Ends the sound.</summary>
    public void Complete()
    {
        _isComplete = true;
        _sound.Complete();
        _speakers?.Complete();
    }

    /// <summary>Takes what a decoding found.</summary>
    /// <param name="decoding">The decoding that was due.</param>
    /// <param name="result">What was recognised.</param>
    /// <param name="cost">Seconds that it took.</param>
    /// <param name="cancellationToken">Ends the wait for whoever tells speakers.</param>
    public async ValueTask TakeAsync(LiveDecoding decoding, RecognisedWindow result, double cost, CancellationToken cancellationToken)
    {
        var words = _window.Take(decoding, result, cost);
        _changed = true;
        if (words.Count > 0)
        {
            _ends.Heard();
            _text.Take(Words(words), continues: !_pauses);
            _pauses = false;
        }
        if (!decoding.Closes) return;
        _pauses = true;
        if (_speakers is not null) await _speakers.DecideAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next result; null for none.</summary>
    public LiveResult? NextResult()
    {
        // Taken before it is looked who speaks: what is decided in between must wake whoever waits.
        _decided = _speakers?.Progress;
        List<TranscriptToken> final = [.. _translation?.TakeReady() ?? []];
        var spoken = _text.TakeReady();
        var isFinal = _ends.ClosesTo is { } to ? _window.IsFinalTo(to) : _pauses;
        if (_translation is not null)
        {
            spoken = _translation.Mark(spoken);
            _translation.Take(spoken, completes: isFinal && !_text.IsWaiting);
        }
        final.AddRange(spoken);
        var mark = isFinal && IsSettled ? _ends.Take() : LiveMark.None;
        // Both only ever grow, though speech is found some tenths of a second after it has begun.
        var processed = Math.Max(_toldTo, _window.ProcessedTo);
        var isLast = IsOver && !_isTold && processed > 0;
        if (!_changed && !isLast && final.Count == 0 && mark is LiveMark.None && processed - _toldTo < LongestSilence) return null;
        (_changed, _toldTo, _isTold) = (false, processed, _isTold || isLast);
        var rest = _text.NonFinal(Words(_window.NonFinal), continues: !_pauses);
        var finalTo = isLast ? AudioSpecification.Duration(processed)
            : _text.WaitingFrom ?? AudioSpecification.Duration(Math.Min(processed, _window.FinalTo));
        if (finalTo > _finalTo) _finalTo = finalTo;
        return new LiveResult(final, _translation?.Mark(rest) ?? rest, _finalTo, AudioSpecification.Duration(processed), mark);
    }

    /// <summary>Waits for translations that are still being made.</summary>
    public Task EndAsync() => _translation?.EndAsync() ?? Task.CompletedTask;

    private RecognisedWord[] Words(IReadOnlyList<AlignedWord> words) =>
        [.. words.Select(word => new RecognisedWord(
            word.Text, TimeSpan.FromSeconds(word.Start), TimeSpan.FromSeconds(word.End), word.Confidence, _window.Language ?? _language)
        {
            Alternatives = word.Alternatives,
        })];
}
