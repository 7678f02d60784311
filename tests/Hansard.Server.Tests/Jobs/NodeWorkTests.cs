using Hansard.Engine;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace Hansard.Server.Tests.Jobs;

/// <summary>How much a node has transcribed lately.</summary>
public sealed class NodeWorkTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly NodeWork _work;

    public NodeWorkTests() => _work = new NodeWork(new HansardServerOptions(), new LiveLeases(), _clock);

    [Fact]
    public void A_recording_counts_as_far_as_it_has_come_and_as_it_ends()
    {
        var progress = new JobProgress(_clock);
        using (_work.Begin("job", progress))
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            progress.Report(Transcribed(TimeSpan.FromMinutes(10)));
            Assert.Equal(["job"], _work.Jobs);
            Assert.Equal(10, _work.AudioRate, 0.01);

            _clock.Advance(TimeSpan.FromMinutes(1));
            progress.Completed = TimeSpan.FromMinutes(30);
        }

        Assert.Empty(_work.Jobs);
        Assert.Equal(15, _work.AudioRate, 0.01);
    }

    [Fact]
    public void Only_the_last_five_minutes_count()
    {
        var progress = new JobProgress(_clock) { Completed = TimeSpan.FromHours(2) };
        using (_work.Begin("long", progress)) _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(6, _work.AudioRate, 0.01);

        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(6.0 / 5, _work.AudioRate, 0.01);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, _work.AudioRate);
    }

    [Fact]
    public void An_attempt_without_a_transcript_counts_no_longer()
    {
        var progress = new JobProgress(_clock);
        using (_work.Begin("job", progress))
        {
            progress.Report(Transcribed(TimeSpan.FromMinutes(10)));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(0, _work.AudioRate);
    }

    private static TranscriptionProgress Transcribed(TimeSpan time) => new(time, time, null, []);
}
