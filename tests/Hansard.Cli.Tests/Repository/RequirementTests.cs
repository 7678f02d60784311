namespace Hansard.Cli.Tests.Repository;

/// <summary>The fate of a test whose tool is not installed.</summary>
public sealed class RequirementTests
{
    private static readonly Tool Missing = new("no-such-program", "no-such-package");

    [Fact]
    public void A_test_without_its_tool_is_skipped_or_failed_with_the_name_of_the_package()
    {
        // Record.Exception and Assert.Throws would let the exception of a skipped test through.
        var message = "";
        try
        {
            Missing.Require();
        }
        catch (Exception exception)
        {
            message = exception.Message;
        }

        const string Reason = "no-such-package is not installed: 'sudo apt-get install no-such-package' installs it, "
            + "and './hansard test' all that tests need.";
        Assert.Equal(Environment.GetEnvironmentVariable(Tool.RequiredVariable) == "1" ? Reason : $"$XunitDynamicSkip${Reason}", message);
    }

    [Fact]
    public void A_tool_is_found_on_the_path_or_by_its_own()
    {
        Assert.True(new Tool("sh", "dash").IsInstalled);
        Assert.True(new Tool(typeof(RequirementTests).Assembly.Location, "this").IsInstalled);
        Assert.False(Missing.IsInstalled);
        Assert.False(new Tool("sh", "dash").IsIn("/nonexistent::"));
    }

    [Fact]
    public void A_tool_that_the_entry_script_does_not_install_cannot_be_asked_for()
        => Assert.Throws<ArgumentException>(() => Tool.Of("sox"));
}
