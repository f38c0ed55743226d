/**
 * What a preflight asks a node: facts about its server, its databases and its machine, without any judgement.
 *
 * <pre>
 *   Surveyor --SQL, a few round trips--> ServerSurvey, Activity, DatabaseSurvey, LoginRight
 *            --shell, one round trip---> MachineSurvey
 *            --a start-up packet-------> Knock
 * </pre>
 *
 * <p>Values but for the {@link io.segue.proxy.control.node.survey.Surveyor}, which blocks; may import {@code control.node}.
 */
package io.segue.proxy.control.node.survey;
