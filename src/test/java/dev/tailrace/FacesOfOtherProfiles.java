package dev.tailrace;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Those for which Quarkus boots again, with another configuration: in another JVM than the rest.
 */
@Suite
@SelectPackages("dev.tailrace.face")
@IncludeClassNamePatterns("dev\\.tailrace\\.face\\.[A-Za-z0-9]*Test")
@IncludeTags(FacesOfOtherProfiles.TAG)
public class FacesOfOtherProfiles {
    public static final String TAG = "other-profile";
}
