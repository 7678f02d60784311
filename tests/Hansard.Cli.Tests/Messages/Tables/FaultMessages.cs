namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>Servers and networks that fail.</summary>
internal static class FaultMessages
{
    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        new("list --url {proxy}/page", 1, "{proxy}/page answers, but not as a server of this API: is that the right address?"),
        new(
            "list --url {proxy}/missing", 1,
            "{proxy}/missing does not know this call: either it is no server of this API, or it lacks this part of "
            + "it."),
        new("list --url {proxy}/odd", 1, "{proxy}/odd answers with the status 418: short and stout."),
        new("list --url {proxy}/moved", 1, "{proxy}/moved sends clients to https://example.org/: use that address instead."),
        new("list --url {proxy}/moved-somewhere", 1, "{proxy}/moved-somewhere sends clients to another address, and does not say which."),
        new("list --url {proxy}/gateway", 1, "{proxy}/gateway is a proxy that does not reach its server (status 502)."),
        new("list --url {proxy}/full", 1, "The disk of the server is full: try again later."),
        new("list --url {proxy}/busy", 1, "There are as many requests as may be: try again in an hour."),
        new("upload a.wav --url {proxy}/large", 1, "a.wav: The file is larger than the 1 GB that is allowed."),
        new("list --url {proxy}/broken", 1, "{proxy}/broken cannot be reached: the connection broke off."),
        new("list --url {proxy}/verbose", 1, "xxxxxxxx{*}xxxxxxxx…"),
        new(
            "list --url {secure}", 1,
            "{secure} cannot be reached: its certificate is not accepted (The remote certificate is invalid "
            + "because of errors in the certificate chain: UntrustedRoot)."),
        new(
            "list --url https://localhost:{port}", 1,
            "https://localhost:{port} cannot be reached: no secure connection can be made; is it http?"),
        new("submit a.wav --url {proxy}/none", 1, "{proxy}/none lists no model for recordings: is it a server of this API?"),
        new(
            "cancel 00000000-0000-0000-0000-000000000000 --url {proxy}/vendor", 1,
            "00000000-0000-0000-0000-000000000000: This server cannot cancel. One that is still queued can be deleted: 'hansard "
            + "delete'."),
        new("wait 00000000-0000-0000-0000-000000000000 --url {proxy}/untold", 1, "b.wav: The server tells no reason."),
        new("wait 00000000-0000-0000-0000-000000000000 --url {proxy}/typed", 1, "b.wav: The server tells no more than 'internal_error'."),
        new(
            "wait 00000000-0000-0000-0000-000000000000 --url {proxy}/flaky", 0,
            "{proxy}/flaky cannot be reached: the connection broke off. Trying again …",
            "{proxy}/flaky answers again."),
        new(
            "wait 00000000-0000-0000-0000-000000000000 --url {proxy}/running --timeout 2s", 1,
            "not ended within the time of --timeout. The server goes on with it."),
        new(
            "submit http://a/b.wav --wait --url {proxy}/held --timeout 2s", 1,
            "not done within the time of --timeout. The same command goes on where it was."),
        new(
            "upload a.wav --url {proxy}/held --timeout 2s", 1,
            "not done within the time of --timeout. The same command goes on where it was."),
        new(
            "submit http://a/b.wav --wait --delete-after --url {proxy}/kept", 0,
            "http://a/b.wav: transcription 00000000-0000-0000-0000-000000000000 could not be deleted: The transcription is being "
            + "processed."),
        new(
            "submit --audio_url http://a/c.wav --url {proxy}/unreadable", 1,
            "http://a/c.wav: The server's transcript cannot be read: it is not in the form of this API."),
        new(
            "delete --all-transcriptions --yes --url {proxy}/toiling", 0, ".Deleted 0 transcriptions.",
            "2 transcriptions are being processed and were left: cancel them, or wait for their ends.") { Output = null },
        new(
            "delete --all-transcriptions --yes --url {proxy}/working", 0,
            ".Deleted 0 transcriptions.",
            "1 transcription is being processed and was left: cancel it, or wait for its end.") { Output = null },
        new(
            "doctor --url {proxy}/none", 1,
            [
                .. DoctorMessages.Local,
                ".✓ server      {proxy}/none answers (by --url and HANSARD_API_KEY)",
                ".✓ encryption  none, and none is needed on this machine or network",
                ".✓ clock       as the server's",
                ".✓ key         valid",
                ".✗ served      the server lists no models: is it a server of this API?",
                ".✓ version     Hansard {*}, project {*}",
                ".✓ limits      0 of {*} transcriptions at once are running",
            ]) { Output = null, Indent = 14 },
        new(
            "doctor --url {proxy}/vendor", 0,
            [
                .. DoctorMessages.Local,
                ".✓ server      {proxy}/vendor answers (by --url and HANSARD_API_KEY)",
                ".✓ encryption  none, and none is needed on this machine or network",
                ".✓ clock       as the server's",
                ".✓ key         valid",
                ".✓ served      stt-async-v5, stt-async-v5, stt-async-v5, stt-async-v5, stt-async-v5, stt-async-v5, stt-async-v5, "
                + "stt-async-v5 and 2 more",
                ".✓ version     no Hansard server, but one of the same API: progress is asked for, and formats are made here",
            ]) { Output = null, Indent = 14 },
        new(
            "doctor --url {proxy}/old", 1,
            [
                .. DoctorMessages.Local,
                ".✓ server      {proxy}/old answers (by --url and HANSARD_API_KEY)",
                ".✓ encryption  none, and none is needed on this machine or network",
                ".✗ clock       {*} seconds away from the server's: set the clock of the one that is wrong.",
                ".✓ key         valid",
                ".✓ served      whisper-base{*}",
                ".! version     Hansard 0.0.1, and this program is {*}",
                ".✓ limits      0 of {*} transcriptions at once are running",
            ]) { Output = null, Indent = 14 },
        new(
            "doctor --url {proxy}/missing", 1,
            [
                .. DoctorMessages.Local,
                ".✓ server      {proxy}/missing answers (by --url and HANSARD_API_KEY)",
                ".✓ encryption  none, and none is needed on this machine or network",
                ".✓ clock       as the server's",
                ".✗ api         {proxy}/missing does not know this call: either it is no server of this API, or it "
                + "lacks this part of it.",
            ]) { Output = null, Indent = 14 },
        new(
            "doctor", 0,
            [
                .. DoctorMessages.Local,
                ".✓ server      {server} answers (by HANSARD_URL and HANSARD_API_KEY)",
                ".✓ encryption  none, and none is needed on this machine or network",
                ".✓ clock       as the server's",
                ".✓ key         valid",
                ".✓ served      whisper-base{*}",
                ".✓ version     Hansard {*}, project {*}",
                ".✓ limits      0 of {*} transcriptions at once are running",
            ]) { Output = null, Indent = 14 },
        new(
            "doctor --url {secure}", 0,
            [
                .. DoctorMessages.Local,
                ".✓ server      {secure} answers (by --url)",
                ".! encryption  Tls13, certificate valid until {*}: renew it soon.",
                ".✓ clock       as the server's",
                ".✓ key         the server asks for none",
                ".✓ served      stt-async-v5",
                ".✓ version     no Hansard server, but one of the same API: progress is asked for, and formats are made here",
            ]) { Output = null, Indent = 14, Environment = "HANSARD_API_KEY= SSL_CERT_FILE={folder}/certificate.pem" },
        new(
            "doctor --url http://name.invalid", 1,
            [
                .. DoctorMessages.Local,
                ".✗ server      http://name.invalid cannot be reached: there is no machine of that name.",
            ]) { Output = null, Indent = 14 },
        new(
            "submit http://a/b.wav --wait --url {proxy}/running", 130,
            "interrupted. The server goes on with it; the same command goes on where it was.")
        {
            Before = "rm running",
            Until = "file:running",
        },
        new("upload a.wav --url {proxy}/held", 130, "interrupted. The same command goes on where it was.")
        {
            Before = "rm held",
            Until = "file:held",
        },
    ];
}
