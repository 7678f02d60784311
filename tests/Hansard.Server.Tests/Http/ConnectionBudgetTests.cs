using Hansard.Server.Configuration;
using Hansard.Server.Http;
using Hansard.Server.Outbound;

namespace Hansard.Server.Tests.Http;

public sealed class ConnectionBudgetTests
{
    [Theory]
    [InlineData(1 << 20, 4096)]
    [InlineData(65_536, 4096)]
    public void Where_there_are_files_enough_the_setting_holds(long openFiles, int connections)
        => Assert.Equal(connections, ConnectionBudget.Of(openFiles, inUse: 280, new HansardServerOptions()));

    [Fact]
    public void Without_a_limit_the_setting_holds()
        => Assert.Equal(4096, ConnectionBudget.Of(null, inUse: 280, new HansardServerOptions()));

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(4096)]
    public void Otherwise_there_is_room_for_the_work_and_a_file_for_each_connection(long openFiles)
    {
        var options = new HansardServerOptions();
        OutboundBudget.Fit(options, openFiles);
        var connections = ConnectionBudget.Of(openFiles, inUse: 280, options);
        Assert.InRange(connections, 8, 4095);
        Assert.True(280 + (2 * connections) + 64 + OutboundBudget.Files(options) < openFiles);
        options.Webhooks.Concurrency = 2;
        Assert.True(ConnectionBudget.Of(openFiles, inUse: 280, options) > connections);
    }

    [Fact]
    public void Connections_of_wyoming_have_their_room_where_it_is_switched_on()
    {
        const int OpenFiles = 4096;
        var options = new HansardServerOptions();
        options.Doors.Wyoming.Connections = 1000;
        OutboundBudget.Fit(options, OpenFiles);
        var without = ConnectionBudget.Of(OpenFiles, inUse: 280, options);
        options.Doors.Wyoming.Enabled = true;
        var with = ConnectionBudget.Of(OpenFiles, inUse: 280, options);

        // Of two files each; those of Wyoming have one.
        Assert.Equal(without - 501, with);
        Assert.True(280 + (2 * with) + 1000 + 64 + OutboundBudget.Files(options) < OpenFiles);
        Assert.Equal(4096, ConnectionBudget.Of(1 << 20, inUse: 280, options));
        var exception = Assert.Throws<InvalidDataException>(() => ConnectionBudget.Of(1024, inUse: 280, options));
        Assert.Contains("Doors:Wyoming:Connections", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Webhooks_and_downloads_have_what_is_set_where_there_are_files_enough_and_a_share_otherwise()
    {
        var (many, few) = (new HansardServerOptions(), new HansardServerOptions());
        OutboundBudget.Fit(many, 65_536);
        OutboundBudget.Fit(few, 1_024);
        Assert.Equal((256, 32, 64), (many.Webhooks.Concurrency, many.Fetch.Concurrency, many.Lookups.Concurrency));
        Assert.Equal((32, 16, 16), (few.Webhooks.Concurrency, few.Fetch.Concurrency, few.Lookups.Concurrency));
    }

    [Fact]
    public void A_limit_that_is_too_low_to_serve_is_named_with_what_to_do()
    {
        var exception = Assert.Throws<InvalidDataException>(() => ConnectionBudget.Of(256, inUse: 200, new HansardServerOptions()));
        Assert.Contains("256", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ulimit -n", exception.Message, StringComparison.Ordinal);
    }
}
