using Hansard.Server.Jobs;

namespace Hansard.Server.Tests.Jobs;

public sealed class ServiceLoopTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Faults_end_no_loop_and_one_that_goes_on_is_logged_once_until_a_round_has_gone_well()
    {
        using var stopping = new CancellationTokenSource();
        List<string> logged = [];
        var round = 0;
        await new ServiceLoop(exception => logged.Add(exception.Message), TimeProvider.System).RunAsync(
            async token =>
            {
                await Task.Yield();
                switch (++round)
                {
                    case 1 or 2 or 3 or 6:
                        throw new IOException("full");
                    case 4:
                        throw new OperationCanceledException("of something else");
                    case 7:
                        await stopping.CancelAsync();
                        throw new IOException("while it stops");
                }
                token.ThrowIfCancellationRequested();
            },
            Pause,
            stopping.Token);
        Assert.Equal(["full", "of something else", "full", "while it stops"], logged);
    }

    [Fact]
    public async Task A_stop_ends_the_pause_after_a_fault()
    {
        using var stopping = new CancellationTokenSource();
        var failed = new TaskCompletionSource();
        var loop = new ServiceLoop(_ => failed.SetResult(), TimeProvider.System)
            .RunAsync(_ => throw new IOException(), TimeSpan.FromHours(1), stopping.Token);
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await stopping.CancelAsync();
        await loop.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
