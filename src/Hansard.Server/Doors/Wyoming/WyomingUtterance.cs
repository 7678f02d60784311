using System.Text;
using System.Text.Json.Serialization;
using Hansard.Engine;
using Hansard.Server.Contract;
using Hansard.Server.Doors.Streaming;
using Hansard.Server.Jobs;
using Hansard.Server.Projects;

namespace Hansard.Server.Doors.Wyoming;

/// <summary>An utterance from its first sound to its transcript: a live session, whose final words are told as they come.</summary>
internal sealed class WyomingUtterance : IAsyncDisposable
{
    /// <summary>The name of this protocol in metrics, and of the model where a client names none.</summary>
    public const string Door = "wyoming";

    private static readonly TimeSpan LongestNonFinal = TimeSpan.FromSeconds(4);

    private readonly WyomingParts _parts;
    private readonly WyomingWriter _writer;
    private readonly Project _project;
    private readonly WyomingWish _wish;
    private readonly TranscriptionRequest _request;
    private readonly SessionSound _samples;
    private readonly TimeSpan _longest;
    private readonly ILivePlace _place;
    private readonly CancellationTokenSource _over;
    private readonly Task _running;
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _languages = [];
    private long _tokens;
    private TimeSpan _heard;

    /// <exception cref="ApiException">The project sends too often, or as many live sessions run as may.</exception>
    public WyomingUtterance(
        WyomingParts parts, WyomingWriter writer, Project project, WyomingWish wish, WyomingSound sound,
        CancellationToken cancellationToken)
    {
        (_parts, _writer, _project, _wish, Sound) = (parts, writer, project, wish, sound);
        parts.Rate.Count(project);
        _place = parts.Slots.Enter(project.Id);
        _request = wish.ToRequest(parts.Models.Models);
        _longest = TimeSpan.FromMinutes(parts.Options.LimitsOf(project.Name).AudioMinutes);
        _samples = new SessionSound(sound.ToFormat(), _longest);
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running = RunAsync();
    }

    /// <summary>The format of its sound.</summary>
    public WyomingSound Sound { get; }

    /// <summary>Takes sound. Waits while what came before is not transcribed.</summary>
    /// <exception cref="Exception">Whatever ended the transcription.</exception>
    public async Task AddAsync(ReadOnlyMemory<byte> samples)
    {
        try
        {
            await _samples.WriteAsync(samples, _over.Token);
        }
        catch (OperationCanceledException)
        {
            await _running;
            throw;
        }
    }

    /// <summary>Ends the sound and waits for the transcript.</summary>
    /// <returns>The text and its language.</returns>
    public async Task<WyomingTranscript> EndAsync()
    {
        await _samples.CompleteAsync(CancellationToken.None);
        await _running;
        return new WyomingTranscript(_text.ToString().TrimEnd(), MainLanguage());
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _samples.DisposeAsync();
        _place.Dispose();
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        var began = _parts.Clock.GetUtcNow();
        // Clients act on the whole transcript: each passage decoded once, with all of its sound, has better words than while it is said.
        await _samples.TellAsync(new LiveInput.Effort(FinalsOnly: true), _over.Token);
        var decoding = _samples.DecodeAsync(_over.Token);
        try
        {
            var results = _parts.Transcriber.TranscribeLiveAsync(
                _samples.ReadAsync(_over.Token), _request, _parts.Vocabulary.Of(_project.Id), endpoints: null, LongestNonFinal,
                _longest, _over.Token);
            await foreach (var result in results) await TellAsync(result);
            await decoding;
        }
        finally
        {
            await _over.CancelAsync();
            await decoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await CountAsync(began);
        }
    }

    private async Task TellAsync(LiveResult result)
    {
        _tokens += result.Final.Count;
        _heard = result.ProcessedTo;
        foreach (var language in result.Final.Select(token => token.Language).OfType<string>())
            _languages[language] = _languages.GetValueOrDefault(language) + 1;
        var text = string.Concat(result.Final.Select(token => token.Text));
        if (_text.Length == 0) text = text.TrimStart();
        if (text.Length == 0) return;
        if (_text.Length == 0) await _writer.SendAsync("transcript-start", new { language = MainLanguage() }, _over.Token);
        _text.Append(text);
        await _writer.SendAsync("transcript-chunk", new { text }, _over.Token);
    }

    private string? MainLanguage() => _languages.OrderByDescending(each => each.Value).Select(each => each.Key).FirstOrDefault();

    private async Task CountAsync(DateTimeOffset began)
    {
        var used = new LiveUsage
        {
            Id = Guid.CreateVersion7().ToString(),
            ProjectId = _project.Id,
            ClientReferenceId = null,
            Model = _wish.Model is { Length: <= TranscriptionBody.MaximumModel } named ? named : Door,
            Request = _request,
            Start = began.ToUnixTimeMilliseconds(),
            End = _parts.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Heard = _heard,
            Tokens = _tokens,
        };
        await _parts.Sessions.AddAsync(used, Door);
    }
}

/// <summary>The text of an utterance.</summary>
/// <param name="Text">Empty where nothing was said.</param>
/// <param name="Language">The language that was heard most; null: none.</param>
internal sealed record WyomingTranscript(
    string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Language);
