using System.Runtime.InteropServices;
using Dapper;
using Hansard.Server.Waveforms;

namespace Hansard.Server.Storage.Sql;

/// <summary>Waveforms as rows, some kilobytes each.</summary>
internal sealed class SqlWaveformStore(ISqlDatabase database) : IWaveformStore
{
    /// <inheritdoc />
    public Waveform? Find(string transcription) => database.Read(
        c => c.QuerySingleOrDefault<WaveformRow>(
            "SELECT duration_ms DurationMs, minimum Minimum, maximum Maximum FROM waveforms WHERE transcription_id = @transcription",
            new { transcription })) is { } row
        ? new Waveform(row.DurationMs, Signed(row.Minimum), Signed(row.Maximum))
        : null;

    /// <inheritdoc />
    public Task AddAsync(string transcription, Waveform waveform, CancellationToken cancellationToken) => database.WriteAsync(
        c => c.Execute(
            """
            INSERT INTO waveforms (transcription_id, duration_ms, minimum, maximum)
            SELECT id, @DurationMs, @minimum, @maximum FROM transcriptions WHERE id = @transcription ON CONFLICT DO NOTHING
            """,
            new
            {
                transcription,
                waveform.DurationMs,
                minimum = MemoryMarshal.AsBytes<sbyte>(waveform.Minimum).ToArray(),
                maximum = MemoryMarshal.AsBytes<sbyte>(waveform.Maximum).ToArray(),
            }),
        cancellationToken);

    private static sbyte[] Signed(byte[] bytes) => MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray();

    private sealed record WaveformRow(long DurationMs, byte[] Minimum, byte[] Maximum);
}
