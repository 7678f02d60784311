namespace Hansard.Server.Tests.Storage.Objects;

/// <summary>One machine stays what it is.</summary>
public sealed class SingleMachineTests
{
    [Fact]
    public async Task A_server_with_its_recordings_in_its_data_directory_loads_nothing_of_s3()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("What a process has loaded is read from /proc.");
        using var server = new ServerProcess();
        await server.StartAsync();
        using var client = server.NewClient();
        await client.UploadAsync(new StringContent("a recording"));
        Assert.DoesNotContain(server.Loaded, name => name.StartsWith("AWSSDK", StringComparison.Ordinal));
        Assert.Contains("Microsoft.Data.Sqlite.dll", server.Loaded);
    }
}
