using Hansard.Server.Jobs.Scheduling;

namespace Hansard.Server.Tests.Jobs.Scheduling;

/// <summary>What comes next.</summary>
public sealed class FairScheduleTests
{
    private readonly FairSchedule _schedule = new(new FairScheduleOptions());
    private int _number;

    [Fact]
    public void Nothing_comes_of_an_empty_schedule()
    {
        Assert.Null(_schedule.Take("base"));
        Assert.False(_schedule.End("none"));
        Assert.False(_schedule.Return("none"));
    }

    [Fact]
    public void A_project_with_many_recordings_delays_anothers_by_one()
    {
        for (var i = 0; i < 1000; i++) Add("flood", 60);
        var taken = Take();
        Add("other", 60);

        Assert.Equal("flood", taken.Project);
        Assert.Equal("other", Take().Project);
        Assert.Equal("flood", Take().Project);
    }

    [Fact]
    public void Projects_share_by_seconds_and_not_by_recordings()
    {
        for (var i = 0; i < 1000; i++)
        {
            Add("long", 600);
            Add("short", 60);
        }

        var seconds = Seconds(500);

        Assert.Equal(1, seconds["long"] / seconds["short"], 0.05);
    }

    [Fact]
    public void Projects_share_by_their_weights()
    {
        _schedule.Set("three", new ProjectShare(Weight: 3, Limit: null));
        for (var i = 0; i < 1000; i++)
        {
            Add("three", 100);
            Add("one", 50);
        }

        var seconds = Seconds(500);

        Assert.Equal(3, seconds["three"] / seconds["one"], 0.1);
    }

    [Fact]
    public void Time_without_work_is_not_saved_up()
    {
        for (var i = 0; i < 1000; i++) Add("busy", 60);
        for (var i = 0; i < 500; i++) Take();
        for (var i = 0; i < 100; i++) Add("idle", 60);

        var seconds = Seconds(100);

        Assert.Equal(1, seconds["idle"] / seconds["busy"], 0.05);
    }

    [Fact]
    public void Time_at_a_limit_is_not_saved_up()
    {
        _schedule.Set("bound", new ProjectShare(Weight: 1, Limit: 1));
        for (var i = 0; i < 300; i++)
        {
            Add("bound", 60);
            Add("free", 60);
        }
        var bound = Take();
        while (bound.Project != "bound") bound = Take();
        for (var i = 0; i < 100; i++) Assert.Equal("free", Take().Project);
        _schedule.Set("bound", ProjectShare.Usual);
        _schedule.End(bound.Id);

        var seconds = Seconds(100);

        Assert.Equal(1, seconds["bound"] / seconds["free"], 0.05);
    }

    [Fact]
    public void Short_recordings_do_not_wait_behind_a_long_one_and_it_does_not_wait_for_ever()
    {
        Add("one", 7200, since: 0, id: "long");
        for (var minute = 1; minute < 300; minute++) Add("one", 30, since: 60 * minute, id: $"{minute}");

        List<string> order = [];
        while (_schedule.Take("base") is { } work) order.Add(work.Id);

        // It is put back by its two hours: whatever comes later than that comes after it.
        Assert.Equal(120, order.IndexOf("long"), 1.0);
        Assert.Equal(300, order.Count);
    }

    [Fact]
    public void A_share_of_the_workers_takes_no_long_work()
    {
        _schedule.Workers = 20;
        for (var i = 0; i < 30; i++) Add("one", 3600);

        var taken = 0;
        while (_schedule.Take("base") is not null) taken++;
        Add("two", 10, id: "short");

        Assert.Equal(18, taken);
        Assert.Equal("short", Take().Id);
        Assert.Null(_schedule.Take("base"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Few_workers_are_never_kept_idle(int workers)
    {
        _schedule.Workers = workers;
        for (var i = 0; i < workers; i++) Add("one", 3600);

        for (var i = 0; i < workers; i++) Take();
    }

    [Fact]
    public void The_higher_priority_of_a_project_comes_first_and_says_nothing_to_others()
    {
        Add("one", 60, id: "usual");
        Add("one", 3600, priority: 1, id: "urgent");
        Add("two", 60, id: "other");

        Assert.Equal(["urgent", "other", "usual"], [Take().Id, Take().Id, Take().Id]);
    }

    [Fact]
    public void A_project_has_no_more_at_once_than_its_limit()
    {
        _schedule.Set("one", new ProjectShare(Weight: 1, Limit: 2));
        for (var i = 0; i < 5; i++) Add("one", 60);
        var first = Take();
        Take();

        Assert.Null(_schedule.Take("base"));
        Assert.True(_schedule.End(first.Id));
        Take();
        Assert.Null(_schedule.Take("base"));
        Assert.Equal((2, 2), (_schedule.Running, _schedule.Waiting));
    }

    [Fact]
    public void A_model_has_no_more_at_once_than_its_limit_and_a_worker_takes_what_it_has_models_for()
    {
        _schedule.SetLimit("large", 1);
        for (var i = 0; i < 3; i++) Add("one", 60, model: "large");
        Add("one", 60, model: "base");

        Assert.Equal("large", _schedule.Take("large", "base")!.Model);
        Assert.Null(_schedule.Take("large"));
        Assert.Equal("base", _schedule.Take("large", "base")!.Model);
        Assert.Null(_schedule.Take("small"));
    }

    [Fact]
    public void What_is_given_back_comes_at_its_old_place_and_costs_nothing()
    {
        Add("one", 60, id: "first");
        Add("one", 60, id: "second");
        Add("two", 60, id: "other");
        Assert.Equal("first", Take().Id);
        Assert.True(_schedule.Return("first"));

        Assert.Equal(["first", "other", "second"], [Take().Id, Take().Id, Take().Id]);
    }

    [Fact]
    public void A_project_pays_for_what_its_work_has_cost()
    {
        for (var i = 0; i < 100; i++)
        {
            Add("underestimated", 10);
            Add("honest", 100);
        }
        Dictionary<string, double> seconds = new() { ["underestimated"] = 0, ["honest"] = 0 };
        for (var i = 0; i < 100; i++)
        {
            var work = Take();
            _schedule.End(work.Id, 100);
            seconds[work.Project] += 100;
        }

        Assert.Equal(1, seconds["underestimated"] / seconds["honest"], 0.05);
    }

    [Fact]
    public void What_waits_can_be_withdrawn_and_nothing_is_added_twice()
    {
        Add("one", 60, id: "first");
        Assert.False(_schedule.Add(new WaitingWork("first", "two", "base", 60, 0)));
        Assert.Equal((60, 1), (_schedule.WaitingCost, _schedule.Waiting));
        Assert.True(_schedule.End("first"));

        Assert.Null(_schedule.Take("base"));
        Assert.Equal((0, 0), (_schedule.WaitingCost, _schedule.Waiting));
    }

    [Fact]
    public void What_ran_before_a_schedule_was_made_again_counts()
    {
        _schedule.Set("one", new ProjectShare(Weight: 1, Limit: 1));
        Assert.True(_schedule.AddRunning(new WaitingWork("running", "one", "base", 60, 0)));
        Assert.False(_schedule.AddRunning(new WaitingWork("running", "one", "base", 60, 0)));
        Add("one", 60);

        Assert.Null(_schedule.Take("base"));
        Assert.True(_schedule.End("running"));
        Take();
    }

    [Fact]
    public void What_somebody_waits_for_comes_before_all_of_its_project_and_some_workers_take_nothing_else()
    {
        Add("one", 60, priority: 9);
        Add("two", 60);
        Assert.Null(_schedule.TakeWaitedFor("base"));
        _schedule.Add(new WaitingWork("waited", "one", "base", 7200, Since: 100, IsWaitedFor: true));
        _schedule.Add(new WaitingWork("second", "one", "base", 60, Since: 100, IsWaitedFor: true));

        Assert.Equal("second", Take().Id);
        Assert.Equal("waited", _schedule.TakeWaitedFor("base")!.Id);
        Assert.Null(_schedule.TakeWaitedFor("base"));
        Assert.Equal("two", Take().Project);
    }

    [Fact]
    public void The_work_before_some_is_exact_within_its_project()
    {
        for (var i = 0; i < 2000; i++) Add("one", 10, since: 7 * i % 2000, id: $"{i}");
        for (var i = 0; i < 2000; i += 3) Assert.True(_schedule.End($"{i}"));

        string[] order = [.. Enumerable.Range(0, 2000).Where(i => i % 3 != 0).OrderBy(i => 7 * i % 2000).Select(i => $"{i}")];
        foreach (var (before, id) in order.Index()) Assert.Equal(new Ahead(before, 10 * before), _schedule.AheadOf(id));
        Assert.Null(_schedule.AheadOf("0"));
        Assert.Equal(order, order.Select(_ => Take().Id));
    }

    [Fact]
    public void Others_come_before_some_work_as_far_as_their_shares_allow()
    {
        _schedule.Set("heavy", new ProjectShare(Weight: 2, Limit: null));
        for (var i = 0; i < 100; i++)
        {
            Add("one", 60, since: i, id: $"own {i}");
            Add("heavy", 30);
            if (i < 5) Add("few", 60);
        }

        var ahead = _schedule.AheadOf("own 10")!.Value;

        // Ten of its own, twice as many seconds of the heavy, and all of those with few.
        Assert.Equal(10 + 40 + 5, ahead.Count, 1e-6);
        Assert.Equal(600 + 1200 + 300, ahead.Cost, 1e-6);
        var before = 0;
        while (Take().Id != "own 10") before++;
        Assert.InRange(before, 53, 57);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Work_without_a_cost_and_shares_without_a_weight_are_refused(double value)
    {
        Assert.ThrowsAny<ArgumentException>(() => _schedule.Add(new WaitingWork("one", "one", "base", value, 0)));
        Assert.ThrowsAny<ArgumentException>(() => _schedule.Set("one", new ProjectShare(value, null)));
    }

    private void Add(string project, double cost, double since = 0, int priority = 0, string model = "base", string? id = null)
        => Assert.True(_schedule.Add(new WaitingWork(id ?? $"{_number++}", project, model, cost, since, priority)));

    private WaitingWork Take()
    {
        var work = _schedule.Take("base");
        Assert.NotNull(work);
        return work;
    }

    // Of what is taken next, by project.
    private Dictionary<string, double> Seconds(int count)
        => Enumerable.Range(0, count).Select(_ => Take()).GroupBy(work => work.Project)
            .ToDictionary(group => group.Key, group => group.Sum(work => work.Cost));
}
