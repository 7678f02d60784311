using System.Net;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Tests.Files;

/// <summary>Limits that hold while uploads arrive, and not only when they have ended.</summary>
public sealed class UploadRoomTests
{
    private const int Megabyte = 1_000_000;

    // No upload of these tests ends because it is slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Uploads_that_are_held_open_never_have_more_bytes_on_the_disk_than_the_project_may_store()
    {
        await using var server = await TestServer.StartAsync(options => (options.Limits.StoredBytes, options.Connections.SlowGrace) = (20 * Megabyte, Patience));
        await server.UploadAsync(new byte[2 * Megabyte]);
        var connections = new List<RawConnection>();
        try
        {
            // Each sends 3 MB of its 4 and waits: five have room beside what is stored.
            for (var i = 0; i < 20; i++)
            {
                connections.Add(await RawConnection.OpenAsync(server.Host.Address));
                try
                {
                    await connections[i].SendUploadAsync(4 * Megabyte);
                    await connections[i].SendAsync(new byte[3 * Megabyte]);
                }
                catch (IOException)
                {
                    // Refused before it had sent all.
                }

                // What is on the disk of each lags behind what has arrived by a buffer.
                if (i < 5) await ConnectionTests.UntilAsync(() => Bytes(server) > (2 * Megabyte) + ((3 * Megabyte - 200_000) * (i + 1)));
                Assert.InRange(Bytes(server), 0, 20 * Megabyte);
            }

            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[6 * Megabyte]), "file", "a.wav" } };
            using var refused = await server.Client.PostAsync("/v1/files", form);
            Assert.Contains("limit is 20000000", (await Answer.ErrorAsync(refused, 429, "limit_exceeded")).String("message"), StringComparison.Ordinal);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }

        await RoomAgainAsync(server, 18 * Megabyte);
        Assert.Equal(20 * Megabyte, Bytes(server));
    }

    [Fact]
    public async Task Uploads_that_are_held_open_count_as_files()
    {
        await using var server = await TestServer.StartAsync(options => (options.Limits.StoredFiles, options.Connections.SlowGrace) = (3, Patience));
        await server.UploadAsync("stored");
        using (var first = await RawConnection.OpenAsync(server.Host.Address))
        using (var second = await RawConnection.OpenAsync(server.Host.Address))
        {
            await first.SendUploadAsync(1000);
            await second.SendUploadAsync(1000);
            await ConnectionTests.UntilAsync(() => FilesTests.StoredFiles(server).Length == 3);
            using var form = new MultipartFormDataContent { { new StringContent("x"), "file", "a.wav" } };
            using var refused = await server.Client.PostAsync("/v1/files", form);
            Assert.Contains("limit is 3", (await Answer.ErrorAsync(refused, 429, "limit_exceeded")).String("message"), StringComparison.Ordinal);
        }

        await RoomAgainAsync(server, 1);
    }

    [Fact]
    public async Task Another_projects_uploads_take_no_room_of_this_one()
    {
        await using var server = await TestServer.StartAsync(options => (options.Limits.StoredFiles, options.Limits.StoredBytes, options.Connections.SlowGrace) = (1, 1000, Patience));
        using var other = await server.NewProjectAsync("other");
        using var held = await RawConnection.OpenAsync(server.Host.Address);
        await held.SendUploadAsync(900);
        await ConnectionTests.UntilAsync(() => FilesTests.StoredFiles(server).Length == 1);
        await server.UploadAsync(new byte[1000], client: other);
    }

    [Fact]
    public async Task What_is_deleted_while_an_upload_arrives_makes_room_for_it()
    {
        await using var server = await TestServer.StartAsync(options => (options.Limits.StoredBytes, options.Connections.SlowGrace) = (1000, Patience));
        var old = await server.UploadAsync(new byte[800]);
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendUploadAsync(100 + 4 + 900 + 9);
        await ConnectionTests.UntilAsync(() => FilesTests.StoredFiles(server).Length == 2);
        using (var deleted = await server.Client.DeleteAsync($"/v1/files/{old.String("id")}")) Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await connection.SendAsync(new byte[900]);
        await connection.SendAsync("\r\n--b--\r\n");
        await ConnectionTests.UntilAsync(() => Bytes(server) == 904);
    }

    [Fact]
    public async Task A_length_that_cannot_fit_is_refused_before_the_body_is_sent()
    {
        await using var server = await TestServer.StartAsync(options => options.Limits.StoredBytes = 20 * Megabyte);
        using var connection = await RawConnection.OpenAsync(server.Host.Address);
        await connection.SendUploadAsync(500 * Megabyte);
        Assert.StartsWith("HTTP/1.1 429 ", await connection.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(FilesTests.StoredFiles(server));
    }

    [Theory]
    [InlineData(1_900_000_000, 100_000_000_000, false)]
    [InlineData(2_200_000_000, 100_000_000_000, true)]
    [InlineData(400_000_000, 10_000_000_000, false)]
    [InlineData(600_000_000, 10_000_000_000, true)]
    public async Task A_disk_that_is_nearly_full_takes_no_uploads(long free, long total, bool takes)
    {
        await using var server = await TestServer.StartAsync(replace: services => services.AddSingleton(new DiskSpace(() => new DiskUse(free, total))));
        using var form = new MultipartFormDataContent { { new StringContent("x"), "file", "a.wav" } };
        using var response = await server.Client.PostAsync("/v1/files", form);
        if (takes) await Answer.OkAsync(response, 201);
        else Assert.Contains("nearly full", (await Answer.ErrorAsync(response, 429, "limit_exceeded")).String("message"), StringComparison.Ordinal);
    }

    private static long Bytes(TestServer server) => FilesTests.StoredFiles(server).Sum(path =>
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    });

    // The server learns a moment later that a client has gone.
    private static async Task RoomAgainAsync(TestServer server, int bytes)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[bytes]), "file", "a.wav" } };
            using var response = await server.Client.PostAsync("/v1/files", form);
            if (response.StatusCode == HttpStatusCode.Created) return;
            Assert.True(DateTime.UtcNow < deadline, "The room of broken uploads is not given back.");
            await Task.Delay(100);
        }
    }
}
