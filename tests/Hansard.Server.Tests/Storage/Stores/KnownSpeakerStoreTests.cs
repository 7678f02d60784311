using Hansard.Server.Configuration;
using Hansard.Server.KnownSpeakers;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>People who are known again.</summary>
[Collection(PostgresTests.Name)]
public sealed class KnownSpeakerStoreTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Person_has_samples_and_a_name_of_the_project(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var (project, other) = (await server.ProjectAsync(), await server.ProjectAsync("other"));
        var limits = new LimitOptions();
        var first = await server.KnownSpeakers.AddAsync(project.Id, limits, "Zoë", new NewVoiceSample([1, 2], 900, "Asked."), default);
        var again = await server.KnownSpeakers.AddAsync(project.Id, limits, "Zoë", new NewVoiceSample([3], 800), default);
        var third = await server.KnownSpeakers.AddAsync(project.Id, limits, "zoë", new NewVoiceSample([4], 700), default);
        await server.KnownSpeakers.AddAsync(other.Id, limits, "Zoë", new NewVoiceSample([5], 600), default);

        Assert.Equal(first.Id, again.Id);
        Assert.NotEqual(first.Id, third.Id);
        Assert.Equal(
            [("01-02", 900, "Asked."), ("03", 800, "")],
            again.Samples.Select(one => (BitConverter.ToString(one.Voice), one.SpeechMs, one.Consent)));
        Assert.Equal([third.Id, first.Id], server.KnownSpeakers.List(project.Id, long.MaxValue, 9).Select(one => one.Id));
        Assert.Equal([first.Id], server.KnownSpeakers.List(project.Id, third.Seq, 9).Select(one => one.Id));
        Assert.Equal(2, server.KnownSpeakers.Named(project.Id, "Zoë")!.Samples.Count);
        Assert.Null(server.KnownSpeakers.Named(project.Id, "ZOË"));
        Assert.Null(server.KnownSpeakers.Find(other.Id, first.Id));

        Assert.False(await server.KnownSpeakers.DeleteAsync(other.Id, first.Id, default));
        Assert.True(await server.KnownSpeakers.DeleteAsync(project.Id, first.Id, default));
        Assert.False(await server.KnownSpeakers.DeleteAsync(project.Id, first.Id, default));
        Assert.Equal(2, server.Scalar<long>("SELECT count(*) FROM known_speaker_samples"));
    }

    [Theory, Databases]
    public async Task Limits_hold_also_where_many_are_added_at_once(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var limits = new LimitOptions { KnownSpeakers = 3, KnownSpeakerSamples = 4 };
        Assert.Equal(3, await AddedAsync(i => $"person {i}"));
        Assert.Throws<LimitReachedException>(() => server.KnownSpeakers.CheckRoom(project.Id, limits, "another"));
        var known = server.KnownSpeakers.List(project.Id, long.MaxValue, 9)[0];
        server.KnownSpeakers.CheckRoom(project.Id, limits, known.Name);
        Assert.Equal(3, await AddedAsync(_ => known.Name));
        Assert.Throws<LimitReachedException>(() => server.KnownSpeakers.CheckRoom(project.Id, limits, known.Name));
        Assert.Equal(4, server.KnownSpeakers.Find(project.Id, known.Id)!.Samples.Count);

        async Task<int> AddedAsync(Func<int, string> name) => (await Together.RunAsync(8, async i =>
        {
            try
            {
                return await server.KnownSpeakers.AddAsync(project.Id, limits, name(i), new NewVoiceSample([1], 1), default) is not null;
            }
            catch (LimitReachedException)
            {
                return false;
            }
        })).Count(added => added);
    }

    [Theory, Databases]
    public async Task Voices_of_a_transcript_are_its_projects(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var job = await server.RunningAsync(project);
        await server.Jobs.CompleteAsync(job, StoreWork.Said("A.", "B."), [new("1", [1]), new("2", [2, 0, 255])]);
        Assert.Equal([2, 0, 255], server.KnownSpeakers.VoiceOf(project.Id, job.Id, "2")!);
        Assert.Null(server.KnownSpeakers.VoiceOf(project.Id, job.Id, "3"));
        Assert.Null(server.KnownSpeakers.VoiceOf("other", job.Id, "2"));
    }
}
