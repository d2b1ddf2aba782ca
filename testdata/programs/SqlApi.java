// The API of java.sql, with a driver of the program's own.

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

public class SqlApi {
    static class Echo implements Driver {
        @Override
        public Connection connect(String url, Properties info) throws SQLException {
            if (!acceptsURL(url)) {
                return null;
            }
            if (info.getProperty("user", "").equals("nobody")) {
                throw new SQLException("no access", "28000", 7);
            }
            return proxy(Connection.class, url);
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:echo:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 2;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("no logger");
        }
    }

    @SuppressWarnings("unchecked")
    static <T> T proxy(Class<T> type, String text) {
        Iterator<String> rows = List.of("one", "two").iterator();
        return (T) Proxy.newProxyInstance(SqlApi.class.getClassLoader(), new Class<?>[] {type},
            (self, method, arguments) -> switch (method.getName()) {
                case "createStatement" -> proxy(Statement.class, text);
                case "executeQuery" -> proxy(ResultSet.class, text + " " + arguments[0]);
                case "next" -> rows.hasNext();
                case "getString" -> rows.next() + " of " + text;
                case "close" -> {
                    System.out.println("closed " + type.getSimpleName());
                    yield null;
                }
                default -> throw new SQLFeatureNotSupportedException(method.getName());
            });
    }

    public static void main(String[] args) throws Exception {
        System.out.println(Collections.list(DriverManager.getDrivers()));
        Driver driver = new Echo();
        DriverManager.registerDriver(driver);
        try (Connection connection = DriverManager.getConnection("jdbc:echo:x");
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("select")) {
            while (rows.next()) {
                System.out.println(rows.getString(1));
            }
            connection.commit();
        } catch (SQLFeatureNotSupportedException e) {
            System.out.println(e);
        }
        for (String url : new String[] {"jdbc:none:x", "jdbc:echo:y"}) {
            try {
                DriverManager.getConnection(url, "nobody", "secret");
            } catch (SQLException e) {
                System.out.println(e.getMessage() + " " + e.getSQLState() + " " + e.getErrorCode());
            }
        }
        SQLException chain = new SQLException("first");
        chain.setNextException(new SQLException("second", "01000", new RuntimeException("cause")));
        for (Throwable each : chain) {
            System.out.println(each);
        }
        SQLWarning warning = new SQLWarning("warned");
        warning.setNextWarning(new SQLWarning("again"));
        System.out.println(warning.getNextWarning().getMessage());
        System.out.println(Arrays.toString(new BatchUpdateException(new int[] {1, 2}).getUpdateCounts()));
        Timestamp stamp = Timestamp.valueOf("2020-02-29 12:34:56.789012345");
        System.out.println(stamp + " " + stamp.getNanos() + " " + stamp.toLocalDateTime().plusYears(1) + " "
            + Timestamp.valueOf(LocalDateTime.of(2000, 1, 2, 3, 4)) + " " + stamp.toInstant());
        System.out.println(Date.valueOf("2021-03-04") + " " + Time.valueOf("01:02:03").toLocalTime());
        System.out.println(JDBCType.valueOf(Types.DECIMAL) + " " + JDBCType.VARCHAR.getVendorTypeNumber() + " "
            + RowIdLifetime.valueOf("ROWID_UNSUPPORTED") + " " + new BigDecimal("1.50").stripTrailingZeros());
        DriverManager.deregisterDriver(driver);
        System.out.println(Collections.list(DriverManager.getDrivers()).size());
    }
}
