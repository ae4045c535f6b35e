package io.actjs.actjsd.audit;

import io.actjs.model.AuditEntry;
import io.actjs.storage.audit.AuditReport;
import io.actjs.storage.audit.ChainedEntry;
import io.actjs.wire.JsonText;
import java.util.Locale;

/** Entries of the audit and its verification as JSON, each on one line. */
public final class AuditJson {
  private AuditJson() {}

  public static void append(ChainedEntry chained, StringBuilder json) {
    AuditEntry entry = chained.entry();
    json.append("{\"ordinal\":").append(chained.ordinal());
    JsonText.quote(entry.id(), json.append(",\"id\":"));
    json.append(",\"at\":").append(entry.at());
    JsonText.quote(entry.principal(), json.append(",\"principal\":"));
    JsonText.quote(entry.action(), json.append(",\"action\":"));
    JsonText.quote(entry.target(), json.append(",\"target\":"));
    json.append(",\"meta\":").append(onOneLine(entry.meta()));
    json.append(",\"chain\":\"").append(chained.chain().hex()).append("\"}");
  }

  /** Within a JSON text a line break is white space. */
  private static String onOneLine(String meta) {
    return meta.replace('\n', ' ').replace('\r', ' ');
  }

  public static String of(AuditReport report) {
    StringBuilder json = new StringBuilder("{\"ok\":").append(report.fault() == null);
    json.append(",\"sound\":").append(report.sound());
    json.append(",\"dropped\":").append(report.ends().base().ordinal());
    json.append(",\"head\":\"").append(report.ends().head()).append('"');
    if (report.fault() != null) {
      json.append(",\"fault\":{\"ordinal\":").append(report.fault().ordinal());
      json.append(",\"kind\":\"").append(report.fault().kind().name().toLowerCase(Locale.ROOT));
      JsonText.quote(report.fault().text(), json.append("\",\"detail\":"));
      json.append('}');
    }
    return json.append('}').toString();
  }
}
