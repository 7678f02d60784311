using Hansard.Engine.Distribution;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Storage.Sql;
using Hansard.Server.Tests.Storage;
using Hansard.Server.Tests.Storage.Postgres;
using Hansard.Server.Tests.Storage.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hansard.Server.Tests.Jobs.Parts;

/// <summary>Objects of parts that nobody removed.</summary>
[Collection(PostgresTests.Name)]
public sealed class PartSweepTests(PostgresServer postgres) : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_killed_workers_left_goes_and_what_is_under_way_stays()
    {
        await using var server = await StoreServer.StartAsync(Database.Sqlite, postgres);
        var place = _folder.PathOf("recordings");
        var container = new FolderContainer(place);
        await container.PrepareAsync(Cancellation);
        var objects = new PartObjects(container);
        var parts = new SqlPartStore(server.Database, server.Id, server.Clock);
        var sweep = new PartSweep(parts, objects, TimeProvider.System, NullLogger<PartSweep>.Instance);
        Assert.Equal(0, await sweep.SweepAsync(Cancellation));

        var job = await server.RunningAsync(await server.ProjectAsync());
        var gone = job with { Id = Guid.NewGuid().ToString() };
        var words = new RecognisedPart("sum", []);
        var kept = await objects.WriteAsync(job with { Part = Part(1) }, words, Cancellation);
        var left = await objects.WriteAsync(gone with { Part = Part(3) }, words, Cancellation);
        Assert.Equal($"parts/{gone.Id}/3/{job.Fence}", left);

        // One look may come between an object and its row.
        Assert.Equal(0, await sweep.SweepAsync(Cancellation));
        Assert.Equal("sum", (await objects.ReadResultAsync(left, Cancellation)).Part);
        Assert.Equal(1, await sweep.SweepAsync(Cancellation));
        await Assert.ThrowsAsync<InvalidDataException>(() => objects.ReadResultAsync(left, Cancellation));
        Assert.Equal("sum", (await objects.ReadResultAsync(kept, Cancellation)).Part);

        await server.Jobs.FailAsync(job, Hansard.Server.Jobs.JobFailure.Cancelled());
        Assert.Equal(0, await sweep.SweepAsync(Cancellation));
        Assert.Equal(1, await sweep.SweepAsync(Cancellation));
        await Assert.ThrowsAsync<InvalidDataException>(() => objects.ReadResultAsync(kept, Cancellation));
    }

    public void Dispose() => _folder.Dispose();

    private static JobPart Part(long number) => new() { Number = number, Sound = "", AudioMs = 1, Attempt = 1 };
}
