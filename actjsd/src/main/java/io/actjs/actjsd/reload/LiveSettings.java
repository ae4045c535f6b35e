package io.actjs.actjsd.reload;

import io.actjs.actjsd.edge.AllowedHosts;
import io.actjs.actjsd.edge.TrustedProxies;
import io.actjs.actjsd.http.CrossOrigin;
import io.actjs.actjsd.log.LogFormat;
import io.actjs.actjsd.log.LogLevel;
import io.actjs.actjsd.rate.RateRules;
import io.actjs.runtime.retention.RetentionPolicy;

/** The settings that a running daemon can exchange: each is read anew by the next use of it. */
public record LiveSettings(
    LogFormat logFormat,
    LogLevel logLevel,
    RateRules rates,
    RetentionPolicy retention,
    AllowedHosts hosts,
    TrustedProxies proxies,
    CrossOrigin crossOrigin) {}
