using Hansard.Server.Tests.Storage.Postgres;

namespace Hansard.Cli.Tests.Storage;

public sealed class MigrateCommandTests(PostgresServer postgres) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hansard-cli-test-");

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Place => Path.Combine(_folder.FullName, "shared");

    [Fact]
    public async Task A_server_s_data_is_copied_and_its_keys_are_those_of_the_new_database()
    {
        Directory.CreateDirectory(Data);
        Assert.Equal(0, (await HansardProcess.RunAsync("keys", "create", "--name", "of old", "--data", Data)).Code);
        var database = postgres.Address(await postgres.NewDatabaseAsync());
        for (var i = 0; i < 2; i++)
        {
            var result = await HansardProcess.RunAsync("migrate", "--data", Data, "--to", database, "--objects", Place);
            Assert.Equal((0, ""), (result.Code, result.Error));
            Assert.Matches(@"^Copied \d+ rows of 21 tables, and compared them\.\n", result.Output);
            var next = $"hansard serve --database {database} --objects {Place}";
            Assert.EndsWith(
                $"Then stop the old server, run this once more, and start the new one: {next}\n", result.Output, StringComparison.Ordinal);
        }
        Assert.Contains("of old", (await HansardProcess.RunAsync("keys", "list", "--database", database)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name the place with --objects", "postgres://hansard@127.0.0.1:1/hansard")]
    [InlineData("--to is not an address of a PostgreSQL: give an address such as", "hansard", "--objects", "shared")]
    [InlineData("The database cannot be opened", "postgres://hansard@127.0.0.1:1/hansard", "--objects", "shared")]
    public async Task What_is_missing_or_wrong_is_told(string told, string to, params string[] others)
    {
        Directory.CreateDirectory(Data);
        Assert.Equal(0, (await HansardProcess.RunAsync("keys", "create", "--data", Data)).Code);
        var result = await HansardProcess.RunAsync(["migrate", "--data", Data, "--to", to, .. others]);
        Assert.NotEqual(0, result.Code);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
