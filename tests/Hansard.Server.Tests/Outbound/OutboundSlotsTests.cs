using Hansard.Server.Outbound;

namespace Hansard.Server.Tests.Outbound;

public sealed class OutboundSlotsTests
{
    [Fact]
    public void One_host_takes_no_more_than_its_share_of_a_project()
    {
        var slots = new OutboundSlots(total: 100, perProject: 10, perHost: 2);

        Assert.Equal(2, Take(slots, "a", "hangs", 5));
        Assert.Equal(["hangs"], slots.FullHosts("a"));
        Assert.True(slots.TryTake("a", "answers"));
        Assert.Empty(slots.FullHosts("b"));
        Assert.True(slots.TryTake("b", "hangs"));
    }

    [Fact]
    public void One_project_takes_no_more_than_its_share_whatever_the_number_of_its_hosts()
    {
        var slots = new OutboundSlots(total: 100, perProject: 10, perHost: 2);

        Assert.Equal(10, Enumerable.Range(0, 50).Count(host => slots.TryTake("a", $"host {host}")));
        Assert.False(slots.HasRoom("a"));
        Assert.True(slots.HasRoom("b"));
    }

    [Fact]
    public void A_newcomer_finds_room_although_others_have_taken_all_they_can()
    {
        var slots = new OutboundSlots(total: 64, perProject: 64, perHost: 64);

        Assert.Equal([32, 16, 8, 4, 2, 1, 1], Enumerable.Range(0, 7).Select(project => Take(slots, $"project {project}", "hangs", 100)));
    }

    [Fact]
    public void Projects_that_take_all_they_can_come_to_have_the_same_and_leave_as_much_again()
    {
        var slots = new OutboundSlots(total: 64, perProject: 64, perHost: 64);
        string[] projects = ["a", "b", "c"];
        var random = new Random(1);
        foreach (var project in projects) Take(slots, project, "hangs", 100);

        // Something ends, and everybody tries again.
        for (var round = 0; round < 1000; round++)
        {
            var ended = projects[random.Next(projects.Length)];
            if (slots.CountOf(ended) > 0) slots.Release(ended, "hangs");
            foreach (var project in projects.OrderBy(slots.CountOf)) slots.TryTake(project, "hangs");
        }

        Assert.All(projects, project => Assert.InRange(slots.CountOf(project), 14, 18));
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var slots = new OutboundSlots(total: 4, perProject: 2, perHost: 1);
        Assert.True(slots.TryTake("a", "x"));
        Assert.False(slots.TryTake("a", "x"));

        slots.Release("a", "x");

        Assert.Equal(0, slots.CountOf("a"));
        Assert.True(slots.TryTake("a", "x"));
    }

    [Theory]
    [InlineData("http://media.example/a?b", "http://media.example:80")]
    [InlineData("http://user@MEDIA.example:8080/", "http://media.example:8080")]
    [InlineData("https://xn--a.example/", "https://xn--a.example:443")]
    [InlineData("http://[::1]/", "http://[::1]:80")]
    public void A_host_is_named_by_scheme_name_and_port_alone(string url, string host)
        => Assert.Equal(host, OutboundSlots.HostOf(new Uri(url)));

    private static int Take(OutboundSlots slots, string project, string host, int wanted)
        => Enumerable.Range(0, wanted).Count(_ => slots.TryTake(project, host));
}
