using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Waveforms;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>Waveforms, settings, and the time up to which things were deleted by age.</summary>
[Collection(PostgresTests.Name)]
public sealed class SmallStoresTests(PostgresServer postgres)
{
    [Theory, Databases]
    public async Task Waveform_is_kept_once_and_goes_with_its_transcription(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var project = await server.ProjectAsync();
        var id = (await server.CompletedAsync(project, "Good.")).Id;
        Assert.Null(server.Waveforms.Find(id));
        var waveform = new Waveform(1234, [-127, 0, -1], [127, 0, 1]);
        await Together.RunAsync(4, _ => server.Waveforms.AddAsync(id, waveform, default));
        var found = server.Waveforms.Find(id)!;
        Assert.Equal((1234, "-127 0 -1", "127 0 1"),
            (found.DurationMs, string.Join(' ', found.Minimum), string.Join(' ', found.Maximum)));
        await server.Waveforms.AddAsync("deleted meanwhile", waveform, default);
        await server.Transcriptions.DeleteAsync(project.Id, id, default);
        Assert.Equal("", server.Rows("waveforms"));
    }

    [Theory, Databases]
    public async Task Setting_is_the_first_that_was_made(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        var another = await server.AnotherAsync();
        var made = await Together.RunAsync(
            6, i => Task.Run(() => (i % 2 == 0 ? server : another).Settings.GetOrAdd("secret", $"value {i}")));
        Assert.Single(made.Distinct());
        Assert.Equal(made[0], server.Settings.GetOrAdd("secret", "later"));
        Assert.Equal("other", server.Settings.GetOrAdd("another", "other"));
    }

    [Theory, Databases]
    public async Task Time_of_deletion_moves_in_steps_and_never_past_the_clock(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        Assert.Equal(1000, await server.Retention.AdvanceAsync(1000, 50, default));
        Assert.Equal(1050, await server.Retention.AdvanceAsync(5000, 50, default));
        Assert.Equal(1100, await server.Retention.AdvanceAsync(5000, 50, default));
        Assert.Equal(1120, await server.Retention.AdvanceAsync(1120, 50, default));
        Assert.Equal(900, await server.Retention.AdvanceAsync(900, 50, default));
    }

    [Theory, Databases]
    public async Task Time_of_deletion_begins_at_the_last_thing_that_happened(Database database)
    {
        await using var server = await StoreServer.StartAsync(database, postgres);
        await server.FileAsync(await server.ProjectAsync());
        var made = server.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(made + 50, await server.Retention.AdvanceAsync(made + 1_000_000, 50, default));
        await server.Database.ProbeAsync(TimeSpan.FromSeconds(30));
        await server.Database.ReleaseSpaceAsync(default);
    }
}
