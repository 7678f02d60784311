using System.Globalization;
using System.Text;
using System.Text.Json;
using Hansard.Engine.Transcripts;
using Hansard.Server.Contract;
using Hansard.Server.Exports;
using Hansard.Server.Jobs;
using Hansard.Server.Storage;
using Hansard.Server.Transcriptions;

namespace Hansard.Server.Doors.Mcp;

/// <summary>Transcriptions in words.</summary>
internal static class TranscriptText
{
    /// <summary>A transcript in paragraphs, each with its time, and its speaker where they are told.</summary>
    public static string Of(StoredTranscript transcript, TranscriptionRow row)
        => Written(ExportFormat.All["txt"], transcript, row, new TranscriptWriterOptions { Timestamps = true });

    /// <summary>A transcript in a format that is text.</summary>
    public static string Written(
        ExportFormat format, StoredTranscript transcript, TranscriptionRow row, TranscriptWriterOptions options)
    {
        var title = Path.GetFileNameWithoutExtension(row.Filename) is { Length: > 0 } stem ? stem : row.Filename;
        return Encoding.UTF8.GetString(TranscriptExport.Write(
            format, transcript.ToTranscript(row), options with { FileName = title, Recording = title }));
    }

    /// <summary>A transcription in one line, without its text.</summary>
    public static string Line(TranscriptionRow row)
        => $"{row.Filename}: id {row.Id}, {State(row)}, {Length(row)}from {Timestamp.ToIso(row.CreatedAt)}";

    /// <summary>A transcription in some lines, without its text.</summary>
    public static string Head(TranscriptionRow row)
    {
        var head = new StringBuilder(Line(row));
        foreach (var warning in JsonSerializer.Deserialize<string[]>(row.WarningsJson ?? "[]", JsonSettings.Stored)!)
            head.Append(CultureInfo.InvariantCulture, $"\nWarning: {warning}");
        return head.ToString();
    }

    /// <summary>A time in a recording, as h:mm:ss.</summary>
    public static string Time(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}";
    }

    private static string Length(TranscriptionRow row) => row.AudioDurationMs is { } length ? $"{Time(length)} long, " : "";

    private static string State(TranscriptionRow row)
    {
        if (row.Status != JobStatus.Processing || row.AudioDurationMs is not > 0) return row.Status;
        return $"{row.Status}, {100 * row.TranscribedMs / row.AudioDurationMs} % done";
    }
}
