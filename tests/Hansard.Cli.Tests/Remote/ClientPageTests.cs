using System.CommandLine;
using Hansard.Cli.Doctor;
using Hansard.Cli.Remote.Jobs;
using Hansard.Cli.Remote.Listing;
using Hansard.Cli.Remote.SignIn;
using Hansard.Cli.Remote.Transcripts;

namespace Hansard.Cli.Tests.Remote;

public sealed class ClientPageTests
{
    [Fact]
    public void Every_command_and_option_has_its_place()
    {
        Command[] commands =
        [
            LoginCommand.Create(), LogoutCommand.Create(), UploadCommand.Create(), SubmitCommand.Create(), WaitCommand.Create(),
            ListCommand.Create(), ShowCommand.Create(), GetCommand.Create(), ExportCommand.Create(), CancelCommand.Create(),
            DeleteCommand.Create(), UsageCommand.Create(), DoctorCommand.Create(),
        ];
        var text = File.ReadAllText(Path.Combine(HansardProcess.Repository, "docs", "client.md"));

        Assert.All(commands, command => Assert.Contains($"`{command.Name}", text, StringComparison.Ordinal));
        Assert.All(
            commands.SelectMany(command => command.Options).Select(option => option.Name).Distinct(),
            option => Assert.Contains(option, text, StringComparison.Ordinal));
    }
}
