// runs: (0, "s")=true; (0, null)=false; (0, 5)=false; (1, 5)=true; (1, new Object())=false
// runs: (2, new String[3])=true; (2, new int[2][2])=true; (2, new int[3])=false; (3, new int[3])=true
// runs: (4, new Integer[1])=true; (4, new String[1])=false; (5, new int[1])=true; (6, new int[1][1])=true
// runs: (6, new Object[1])=false; (7, new InstanceOf[2][1])=true; (7, new Object[2][1])=false
public class InstanceOf {
    public static boolean test(int t, Object o) {
        switch (t) {
            case 0: return o instanceof String;
            case 1: return o instanceof Comparable;
            case 2: return o instanceof Object[];
            case 3: return o instanceof int[];
            case 4: return o instanceof Number[];
            case 5: return o instanceof Cloneable;
            case 6: return o instanceof java.io.Serializable[];
            default: return o instanceof InstanceOf[][];
        }
    }
}
