using Hansard.Server.Configuration;
using Hansard.Server.Contract;
using Hansard.Server.Files;
using Hansard.Server.Projects;
using Hansard.Server.Storage;

namespace Hansard.Server.Doors;

/// <summary>Takes in the recordings of other protocols as they arrive, to the disk and by the limits of uploads.</summary>
internal sealed class RecordingIntake(
    IObjectStore objects, UploadReservations reservations, DiskSpace disk, HansardServerOptions options)
{
    /// <summary>Reads a recording to its end.</summary>
    /// <param name="project">Whose limits hold.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="filename">As sent; folders are left out.</param>
    /// <param name="malformed">Made when the request breaks off within the recording.</param>
    /// <param name="cancellationToken">Stops, leaving nothing.</param>
    /// <exception cref="ApiException">It is too large.</exception>
    /// <exception cref="LimitReachedException">The project, or the disk, has no room for it.</exception>
    public async Task<ArrivedRecording> ReceiveAsync(
        Project project, Stream content, string? filename, Func<ApiException> malformed, CancellationToken cancellationToken)
    {
        disk.Check();
        var limits = options.LimitsOf(project.Name);
        var reservation = reservations.OpenDownload(project.Id, limits);
        try
        {
            await using var counted = new UploadedPart(content, malformed, reservation.Add);
            var stored = await objects.PutAsync(counted, limits.FileBytes, cancellationToken) ?? throw FileUpload.TooLarge(limits);
            return new ArrivedRecording(
                objects, reservation, stored, (filename is null ? null : RecordingName.LastSegment(filename)) ?? "recording");
        }
        catch
        {
            reservation.Dispose();
            throw;
        }
    }
}
