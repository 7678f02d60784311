using System.Diagnostics;
using Hansard.Cli.Display;
using Hansard.Cli.Progress;
using Hansard.Cli.Remote.Api;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>Progress of one job on a server, for the display to read: its upload, its place in the queue, its transcription.</summary>
/// <param name="name">Name on the display.</param>
internal sealed class JobProgress(string name) : IProgressLine
{
    private readonly Lock _lock = new();
    private Stopwatch _watch = Stopwatch.StartNew();
    private RemoteTranscription? _job;
    private long _size;
    private long _sent;
    private long _received;
    private bool _isWaiting;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public double? Fraction
    {
        get
        {
            lock (_lock)
            {
                return _job switch
                {
                    null when _size > 0 => Math.Clamp((double)_sent / _size, 0, 1),
                    { Status: "processing", Duration.TotalSeconds: > 0 and var all, Transcribed.TotalSeconds: var done }
                        => Math.Clamp(done / all, 0, 1),
                    { IsCompleted: true } => 1,
                    _ => null,
                };
            }
        }
    }

    /// <inheritdoc />
    public string Figures
    {
        get
        {
            var fraction = Fraction;
            lock (_lock)
            {
                var (words, share) = (Words(), fraction is { } part ? $"{part * 100,3:0}%" : "");
                return $"{words,-12} {share,4} {_watch.Elapsed:h\\:mm\\:ss}";
            }
        }
    }

    /// <summary>Takes down that so much has come through a pipe.</summary>
    public void Receiving(long received)
    {
        lock (_lock) _received = received;
    }

    /// <summary>Takes down that so much of the file has been sent.</summary>
    public void Uploading(long sent, long size)
    {
        lock (_lock)
        {
            if (_size == 0) _watch = Stopwatch.StartNew(); // The time that a pipe took is not that of the line.
            (_sent, _size, _job, _isWaiting) = (sent, size, null, false);
        }
    }

    /// <summary>Takes down how the job is.</summary>
    public void Report(RemoteTranscription job)
    {
        lock (_lock)
        {
            if (_job?.Status != job.Status) _watch = Stopwatch.StartNew();
            (_job, _isWaiting) = (job, false);
        }
    }

    /// <summary>Takes down that the server is away.</summary>
    public void Waiting()
    {
        lock (_lock) _isWaiting = true;
    }

    private string Words() => (_isWaiting, _job) switch
    {
        (true, _) => "no server",
        (_, null) when _size == 0 => _received == 0 ? "" : $"{ByteSize.Format(_received)} read",
        (_, null) => $"{ByteSize.Format((long)(_sent / Math.Max(0.5, _watch.Elapsed.TotalSeconds)))}/s",
        (_, { Status: "processing", Stage: "diarization" }) => "speakers",
        (_, { Status: "processing", Stage: "translation" }) => "translating",
        (_, { Status: "processing" }) => "transcribing",
        (_, { Status: var status }) => status,
    };
}
