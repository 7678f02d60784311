using Hansard.Server.Jobs;
using Hansard.Server.Jobs.Dispatch;
using Hansard.Server.Jobs.Parts;
using Hansard.Server.Jobs.Scheduling;

namespace Hansard.Server.Tests.Jobs.Dispatch;

/// <summary>The cache of jobs, told of what happens and corrected by what the database says.</summary>
public sealed class DispatchBoardTests
{
    private static readonly WorkerOffer Any = new("one", ["base"], WaitedForOnly: false);
    private static readonly WorkerOffer WaitedOnly = new("two", ["base"], WaitedForOnly: true);

    private readonly DispatchBoard _board = new(new BoardOptions
    {
        ModelOf = name => name == "alias" ? "base" : name,
        ModelLimits = new Dictionary<string, int> { ["large"] = 1 },
        ShareOf = project => project switch
        {
            "heavy" => new ProjectShare(Weight: 3, Limit: null),
            "bound" => new ProjectShare(Weight: 1, Limit: 1),
            _ => ProjectShare.Usual,
        },
    })
    { Workers = 4 };

    private long _seq;

    [Fact]
    public void A_short_recording_is_not_stuck_behind_long_ones_of_its_project()
    {
        for (var i = 0; i < 50; i++) Add($"long {i}", "one", seconds: 3600);
        Add("short", "one", seconds: 10, created: 60_000);

        Assert.Equal("short", Run());
    }

    [Fact]
    public void A_long_recording_is_overtaken_for_a_bounded_time_only()
    {
        Add("long", "one", seconds: 600);
        for (var i = 0; i < 100; i++) Add($"{i}", "one", seconds: 10, created: 1000L * 20 * i);

        List<string?> order = [];
        for (var i = 0; i < 101; i++) order.Add(Run());

        Assert.Equal(30, order.IndexOf("long"), 1.0);
    }

    [Fact]
    public void Projects_share_by_weight_in_seconds()
    {
        for (var i = 0; i < 400; i++)
        {
            Add($"heavy {i}", "heavy", seconds: 100);
            Add($"usual {i}", "usual", seconds: 50);
        }

        var taken = Enumerable.Range(0, 300).Select(_ => Run()!).GroupBy(id => id.Split(' ')[0]).ToDictionary(g => g.Key, g => g.Count());

        Assert.Equal(3, taken["heavy"] * 100.0 / (taken["usual"] * 50), 0.1);
    }

    [Fact]
    public void Limits_of_projects_and_models_hold_and_what_ends_makes_room()
    {
        Add("first", "bound");
        Add("second", "bound");
        Add("large", "one", model: "large");
        Add("also large", "two", model: "large");
        var both = new WorkerOffer("both", ["base", "large"], WaitedForOnly: false);

        string[] taken = [Run(both)!, Run(both)!];
        Assert.Equal(["first", "large"], taken.Order());
        Assert.Null(Run(both));
        _board.Complete("first", 10, now: 1000);
        Assert.Equal("second", Run(both));
        _board.Fail("large", now: 2000);
        Assert.Equal("also large", Run(both));
    }

    [Fact]
    public void The_higher_priority_comes_first_and_what_somebody_waits_for_before_it()
    {
        Add("usual", "one");
        Add("urgent", "one", seconds: 3600, priority: 9);
        Assert.Null(Run(WaitedOnly));
        Add("waited", "one", waited: true);
        Add("also waited", "one", waited: true);

        Assert.Equal("waited", Run(WaitedOnly));
        Assert.Equal(["also waited", "urgent", "usual"], [Run(), Run(), Run()]);
    }

    [Fact]
    public void An_alias_is_the_model_that_does_its_work()
    {
        Add("job", "one", model: "alias");

        Assert.Equal("base", Assert.Single(_board.State().Models).Key);
        Assert.Equal("job", Run());
    }

    [Fact]
    public void A_pause_is_waited_for_and_what_is_given_back_comes_at_its_old_place()
    {
        Add("first", "one");
        Add("second", "one", created: 1);
        Assert.Equal("first", Run());
        Assert.True(_board.Return("first", readyAt: 500, now: 100));
        Assert.Equal(500, _board.NextReady);
        Assert.Equal("second", Run(now: 499));
        Assert.Null(Run(now: 499));
        Assert.Equal("first", Run(now: 500));

        _board.Return("second", readyAt: 0, now: 600);
        _board.Return("first", readyAt: 0, now: 600);
        Assert.Equal(["first", "second"], [Run(now: 600), Run(now: 600)]);
    }

    [Fact]
    public void What_is_cancelled_or_deleted_while_it_waits_is_never_given_out()
    {
        Add("gone", "one");
        Add("paused", "one", waitMs: 1000);
        Add("next", "one", created: 5);
        _board.Fail("gone", now: 0);
        _board.Fail("paused", now: 0);

        Assert.Equal("next", Run());
        Assert.Null(Run(now: 5000));
        Assert.Equal((0, 1), (_board.Waiting, _board.Running));
    }

    [Fact]
    public void A_claim_that_is_refused_costs_its_project_nothing()
    {
        Add("refused", "one", seconds: 7200);
        Add("mine", "one", seconds: 7200, created: 1);
        Add("other", "two", seconds: 60, created: 7200_000);
        Assert.Equal("refused", _board.Take(Any, 0));
        _board.Withdraw("refused");

        Assert.Equal("mine", Run());
        Assert.Equal("other", Run());
    }

    [Fact]
    public void A_new_board_goes_on_with_what_the_database_says()
    {
        _board.BeginPass();
        _board.Add([Row("waiting", "bound")], now: 0);
        _board.EndPass([Leased("running", "bound")], now: 0);

        // The project's limit is one.
        Assert.Null(Run());
        _board.Complete("running", 60, now: 10);
        Assert.Equal("waiting", Run());
    }

    [Fact]
    public void A_pass_makes_good_what_the_board_was_not_told()
    {
        Add("deleted", "one");
        Add("lost", "one");
        Add("ended", "one");
        Add("elsewhere", "one");
        var kept = Row("kept", "one");
        _board.Add([kept], now: 0);
        Assert.Equal("deleted", Run());
        Assert.Equal("lost", Run());
        Assert.Equal("ended", Run());
        Assert.True(_board.Return("deleted", 0, 0));

        // Deleted; a lease that was taken back; one that ended; one that another took; and one that came.
        _board.BeginPass();
        _board.Add([Row("lost", "one"), kept, Row("new", "one")], now: 10);
        _board.EndPass([Leased("elsewhere", "one")], now: 10);

        Assert.Equal((3, 1), (_board.Waiting, _board.Running));
        Assert.Equal(["kept", "lost", "new"], new[] { Run(), Run(), Run() }.Order());
        Assert.Null(Run());
    }

    [Fact]
    public void What_happens_during_a_pass_is_right_whatever_the_pass_has_read()
    {
        Add("taken", "one");
        Add("claiming", "one", created: 1);
        Add("ended", "one", created: 2);
        WaitingJob[] page = [Row("taken", "one"), Row("claiming", "one"), Row("ended", "one")];
        Assert.Equal("taken", _board.Take(Any, 0));
        _board.BeginPass();
        _board.Claimed("taken");
        Assert.Equal("claiming", _board.Take(Any, 0));
        _board.Fail("ended", 0);
        Add("new", "two");

        _board.Add(page, now: 0);
        _board.EndPass([], now: 0);

        Assert.Equal((1, 2), (_board.Waiting, _board.Running));
        Assert.Equal("new", Run());
    }

    [Fact]
    public void A_length_that_is_found_out_changes_the_order()
    {
        var row = Row("unknown", "one") with { DurationMs = null };
        _board.Add([row], now: 0);
        Add("minute", "one", seconds: 60);
        Assert.Equal(360, Assert.Single(_board.State().Models).Value.Seconds);

        _board.Add([row with { DurationMs = 5000 }], now: 0);

        Assert.Equal(65, Assert.Single(_board.State().Models).Value.Seconds);
        Assert.Equal("unknown", Run());
    }

    [Fact]
    public void Where_a_job_stands_is_told_and_when_it_may_begin_once_the_pace_is_known()
    {
        for (var i = 0; i < 5; i++) Add($"{i}", "one", seconds: 100, created: i);
        Assert.Equal(new QueueStanding(5, null), _board.StandingOf("4", now: 0));
        Assert.Equal("0", Run());
        _board.Complete("0", 100, now: 20_000);

        // A fifth of the length each, three before it, and four workers of which none is busy.
        Assert.Equal(new QueueStanding(4, 20_000 + 3 * 20_000 / 4), _board.StandingOf("4", now: 20_000));
        Assert.Null(_board.StandingOf("0", now: 20_000));
        Assert.Equal(0, _board.State().OldestSince!.Value - 1);
    }

    [Fact]
    public void What_waits_is_counted_by_project_until_none_of_it_does()
    {
        Add("first", "one", seconds: 10);
        Add("second", "one", seconds: 20);
        Add("other", "two", seconds: 30);
        Assert.Equal(new Backlog(2, 30), _board.State().Projects["one"]);

        while (Run() is { } id) _board.Complete(id, 10, now: 1000);

        Assert.Empty(_board.State().Projects);
    }

    [Fact]
    public void A_slower_model_costs_more()
    {
        Add("quick", "one", seconds: 100);
        Add("slow", "one", seconds: 100, model: "small");
        var both = new WorkerOffer("both", ["base", "small"], WaitedForOnly: false);
        Run(both);
        Run(both);
        _board.Complete("quick", 100, now: 10_000);
        _board.Complete("slow", 100, now: 30_000);

        for (var i = 0; i < 300; i++)
        {
            Add($"fast {i}", "fast", seconds: 100);
            Add($"slow {i}", "slow", seconds: 100, model: "small");
        }
        var taken = Enumerable.Range(0, 200).Select(_ => Run(both)!.Split(' ')[0]).CountBy(name => name).ToDictionary();

        Assert.Equal(3, taken["fast"] / (double)taken["slow"], 0.2);
    }

    [Fact]
    public void A_recording_that_is_done_in_parts_counts_part_by_part()
    {
        Add("long", "one", seconds: 3600);
        Assert.Equal("long", Run());
        _board.Part("long");
        for (var i = 0; i < 40; i++) Add($"other {i}", "two", seconds: 60);
        for (var i = 1; i <= 12; i++) Add($"long/{i}", "one", seconds: 300);

        // By seconds: a part of five minutes for five recordings of one, and no hour before the first.
        var taken = Enumerable.Range(0, 24).Select(_ => Run()!).ToList();
        Assert.InRange(taken.Count(id => id.StartsWith("long/", StringComparison.Ordinal)), 4, 5);

        // Its worker has done something meanwhile: that is charged at the end, and how fast parts are is learnt from them alone.
        _board.Complete("long", seconds: 3600, now: 600_000);
        Assert.StartsWith("other", Run());
        Assert.StartsWith("other", Run());
    }

    [Fact]
    public void A_part_is_for_workers_of_its_version_alone()
    {
        Add("long/1", "one", model: PartLane.Of("base", "1.0"));
        Assert.Null(Run(Any));
        Assert.Null(Run(Any with { Models = ["base", PartLane.Of("base", "2.0")] }));
        Assert.Equal("long/1", Run(Any with { Models = ["base", PartLane.Of("base", "1.0")] }));
    }

    private void Add(
        string id, string project, double seconds = 60, string model = "base", long created = 0, int priority = 0, bool waited = false,
        long waitMs = 0)
        => _board.Add(
            [
                Row(id, project) with
                {
                    DurationMs = (long)(1000 * seconds), Model = model, CreatedAt = created, Priority = priority, IsWaitedFor = waited,
                    WaitMs = waitMs,
                },
            ],
            now: 0);

    private WaitingJob Row(string id, string project) => new()
    {
        Id = id,
        Seq = ++_seq,
        ProjectId = project,
        Model = "base",
        DurationMs = 60_000,
        CreatedAt = 0,
        WaitMs = 0,
    };

    private static LeasedJob Leased(string id, string project)
        => new() { Id = id, ProjectId = project, Model = "base", Fence = 1, Owner = "other" };

    private string? Run(WorkerOffer? offer = null, long now = 0)
    {
        var id = _board.Take(offer ?? Any, now);
        if (id is not null) _board.Claimed(id);
        return id;
    }
}
