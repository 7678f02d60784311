using Hansard.Engine.Recognition;
using Hansard.Engine.Tests.Recognition.Whisper;

namespace Hansard.Engine.Tests.Recognition;

public sealed class RecogniserTests(DefaultModel model) : IClassFixture<DefaultModel>
{
    private static readonly float[] Second = new float[16_000];

    [Fact]
    public async Task Work_handed_in_around_the_end_of_a_recogniser_always_completes()
    {
        // Handed in by many at the moment of disposal: each is done, cancelled or refused, and none waits for ever.
        for (var round = 0; round < 20; round++)
        {
            var recogniser = new Recogniser(model.Whisper, 1);
            var callers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (true) await recogniser.IdentifyAsync(Second, null, TestContext.Current.CancellationToken);
            })).ToArray();
            await Task.Delay(round, TestContext.Current.CancellationToken);
            recogniser.Dispose();
            foreach (var caller in callers)
            {
                var error = await Record.ExceptionAsync(() => caller.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
                Assert.True(error is ObjectDisposedException or OperationCanceledException, $"{error?.GetType().Name ?? "nothing"} was thrown");
            }
        }
    }

    [Fact]
    public void Disposing_twice_does_nothing()
    {
        var recogniser = new Recogniser(model.Whisper, 1);
        recogniser.Dispose();
        recogniser.Dispose();
    }
}
