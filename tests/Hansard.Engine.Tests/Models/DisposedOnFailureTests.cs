using Hansard.Engine.Models;

namespace Hansard.Engine.Tests.Models;

public sealed class DisposedOnFailureTests
{
    [Fact]
    public void Parts_of_what_was_not_completed_are_let_go_the_last_first()
    {
        List<string> gone = [];
        using (var made = new DisposedOnFailure())
        {
            made.Add(new Part("first", gone));
            made.Add(new Part("second", gone));
        }
        Assert.Equal(["second", "first"], gone);
    }

    [Fact]
    public void Parts_of_what_was_completed_stay()
    {
        List<string> gone = [];
        using (var made = new DisposedOnFailure())
        {
            made.Add(new Part("first", gone));
            made.Keep();
        }
        Assert.Empty(gone);
    }

    private sealed class Part(string name, List<string> gone) : IDisposable
    {
        public void Dispose() => gone.Add(name);
    }
}
