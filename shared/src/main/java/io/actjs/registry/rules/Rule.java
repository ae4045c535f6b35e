package io.actjs.registry.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule: it decides when all of its conditions hold. An empty list is no condition.
 *
 * @param line where it begins, from 1
 * @param kinds of actions
 * @param methods of calls and tells
 * @param owner a JSON pointer into the state, to the {@code sub} of the principal
 * @param roles one of which the principal has
 * @param tags one of which the actor has
 * @param tenant a JSON pointer into the state, to the tenant of the principal
 * @param when JavaScript of a condition
 * @param reason of a denial
 */
record Rule(
    int line,
    boolean allow,
    List<String> kinds,
    List<String> methods,
    @Nullable List<String> owner,
    List<String> roles,
    List<String> tags,
    @Nullable List<String> tenant,
    @Nullable String when,
    @Nullable String reason) {}
