package dev.tailrace;

import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The tests of the faces, which run within Quarkus: together, so that it boots seldom. */
@Suite
@SelectPackages("dev.tailrace.face")
@IncludeClassNamePatterns("dev\\.tailrace\\.face\\.[A-Za-z0-9]*Test")
@ExcludeTags(FacesOfOtherProfiles.TAG)
class Faces {}
