using Hansard.Server.Configuration;
using Npgsql;

namespace Hansard.Server.Tests.Configuration;

public sealed class DatabaseAddressTests
{
    private const int Connections = 7;

    [Theory]
    [InlineData("postgres://hansard@db/main", "db:5432")]
    [InlineData("postgresql://hansard@db1:5433,db2/main", "db1:5433,db2:5432")]
    [InlineData("POSTGRES://hansard@[2001:db8::1]:6432,[::1]/main", "[2001:db8::1]:6432,[::1]:5432")]
    [InlineData("postgres://hansard@%2Frun%2Fpostgresql/main", "/run/postgresql:5432")]
    public void Hosts_are_read_as_libpq_reads_them(string address, string hosts)
    {
        var builder = Built(address);
        Assert.Equal((hosts, "hansard", "main"), (builder.Host, builder.Username, builder.Database));
    }

    [Fact]
    public void Names_are_decoded_and_cannot_be_settings()
    {
        var builder = Built("postgres://me%40example.com@db/a%3BHost%3Devil%27");
        Assert.Equal(("me@example.com", "a;Host=evil'", "db:5432"), (builder.Username, builder.Database, builder.Host));
    }

    [Fact]
    public void A_pooler_may_stand_between_and_several_hosts_are_asked_for_the_one_that_writes()
    {
        var one = Built("postgres://hansard@db/main", "it's; secret");
        Assert.Equal((0, true, Connections), (one.MaxAutoPrepare, one.NoResetOnClose, one.MaxPoolSize));
        Assert.Equal("it's; secret", one.Password);
        Assert.Null(one.TargetSessionAttributes);
        Assert.Equal("primary", Built("postgres://hansard@db1,db2/main").TargetSessionAttributes);
        using var several = NpgsqlDataSource.Create(Built("postgres://hansard@db1,db2/main"));
        Assert.IsType<NpgsqlMultiHostDataSource>(several);
    }

    [Fact]
    public void Settings_of_encryption_are_those_of_libpq()
    {
        var builder = Built("postgres://hansard@db/main?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem");
        Assert.Equal((SslMode.VerifyFull, "/etc/ca.pem"), (builder.SslMode, builder.RootCertificate));
    }

    [Theory]
    [InlineData("mysql://hansard@db/main", "postgres://USER@HOST")]
    [InlineData("hansard", "postgres://USER@HOST")]
    [InlineData("postgres://hansard:s3cret@db/main", "DatabasePasswordFile")]
    [InlineData("postgres://db/main", "names no user")]
    [InlineData("postgres://hansard@db", "names no database")]
    [InlineData("postgres://hansard@db/", "names no database")]
    [InlineData("postgres://hansard@db/a/b", "names no database")]
    [InlineData("postgres://hansard@/main", "no host")]
    [InlineData("postgres://hansard@db,/main", "no host")]
    [InlineData("postgres://hansard@db%3BPassword%3Dx/main", "no host")]
    [InlineData("postgres://hansard@db:0/main", "'0' is no port")]
    [InlineData("postgres://hansard@db:http/main", "'http' is no port")]
    [InlineData("postgres://hansard@db/main?sslmode=yes", "sslmode is 'yes'")]
    [InlineData("postgres://hansard@db/main?options=-c", "'options' means nothing")]
    [InlineData("postgres://hansard@db/main?sslmode=", "sslmode, sslrootcert")]
    public void What_cannot_be_used_is_refused_with_the_reason_and_without_a_password(string address, string reason)
    {
        var refused = Assert.Throws<FormatException>(() => DatabaseAddress.Parse(address));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_is_the_first_line_of_its_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "s3cret;\nmore\n");
            var options = new HansardServerOptions { Database = "postgres://hansard@db/main", DatabasePasswordFile = file };
            var builder = new NpgsqlConnectionStringBuilder(DatabaseAddress.ConnectionStringOf(options));
            Assert.Equal(("s3cret;", 20), (builder.Password, builder.MaxPoolSize));
        }
        finally
        {
            File.Delete(file);
        }

        var missing = new HansardServerOptions { Database = "postgres://hansard@db/main", DatabasePasswordFile = file };
        var fault = Assert.Throws<InvalidConfigurationException>(() => DatabaseAddress.ConnectionStringOf(missing));
        Assert.Contains("DatabasePasswordFile", fault.Message, StringComparison.Ordinal);
    }

    private static NpgsqlConnectionStringBuilder Built(string address, string? password = null)
        => new(DatabaseAddress.Parse(address).ToConnectionString(password, Connections));
}
