/** A house that breaks each rule of {@code HouseRules} once, so that a rule that catches nothing is noticed. No part of Segue. */
package io.segue.badhouse;
