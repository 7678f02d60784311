using System.Net;

namespace Hansard.Server.Configuration;

/// <summary>Checks the settings of protocols whose clients know no keys.</summary>
internal static class DoorValidation
{
    private const int MaximumProject = 64;

    /// <param name="doors">The settings.</param>
    /// <param name="faults">Gets a sentence for each that is wrong.</param>
    public static void Validate(DoorOptions doors, List<string> faults)
    {
        OptionsValidation.AtLeast("Doors:WhisperAsr:KeepAlive", doors.WhisperAsr.KeepAlive, TimeSpan.FromMilliseconds(100), faults);
        if (doors.WhisperAsr.Project is { } project) CheckProject("Doors:WhisperAsr:Project", project, faults);
        var wyoming = doors.Wyoming;
        CheckProject("Doors:Wyoming:Project", wyoming.Project, faults);
        if (!ListenAddress.TryParse(wyoming.Host, out var bound))
            faults.Add($"Doors:Wyoming:Host is '{wyoming.Host}': give an IP address, 'localhost', or '*' for all addresses.");
        else if (wyoming is { Enabled: true, Announce: true } && bound is not null && IPAddress.IsLoopback(bound))
            faults.Add($"Doors:Wyoming:Announce is on, and nobody else reaches Doors:Wyoming:Host {wyoming.Host}: set that to '*'.");
        if (wyoming.Port is < 0 or > 65535) faults.Add($"Doors:Wyoming:Port is {wyoming.Port}: give a number from 0 to 65535.");
        if (wyoming.Connections is < 1 or > 1_000)
            faults.Add($"Doors:Wyoming:Connections is {wyoming.Connections}: give a number from 1 to 1000.");
        OptionsValidation.AtLeast("Doors:Wyoming:Idle", wyoming.Idle, TimeSpan.FromMilliseconds(100), faults);
    }

    private static void CheckProject(string name, string project, List<string> faults)
    {
        if (project.Length is 0 or > MaximumProject || project.Any(char.IsControl))
            faults.Add($"{name} is '{project}': a project's name has 1 to {MaximumProject} characters.");
    }
}
