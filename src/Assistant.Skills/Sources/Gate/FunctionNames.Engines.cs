namespace Assistant.Skills.Sources.Gate;

internal static partial class FunctionNames
{
    private const string PostgreSql = """
        abs acos acosd acosh asin asind asinh atan atan2 atan2d atand atanh cbrt ceil ceiling cos cosd cosh cot cotd degrees div
        erf erfc exp factorial floor gcd lcm ln log log10 min_scale mod pi pow power radians random random_normal round scale sign sin sind sinh
        sqrt tan tand tanh trim_scale trunc width_bucket to_hex to_bin to_oct
        ascii bit_count bit_length btrim char_length character_length chr concat concat_ws convert convert_from convert_to decode encode format
        initcap left length lower lpad ltrim md5 normalize is_normalized octet_length overlay parse_ident position quote_ident quote_literal
        quote_nullable regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array
        regexp_split_to_table regexp_substr repeat replace reverse right rpad rtrim sha224 sha256 sha384 sha512 split_part
        starts_with string_to_array string_to_table strpos substr substring to_ascii translate trim unistr upper
        get_bit get_byte set_bit set_byte
        age clock_timestamp date_add date_subtract date_bin date_part date_trunc extract isfinite justify_days justify_hours justify_interval make_date
        make_interval make_time make_timestamp make_timestamptz now statement_timestamp timeofday timezone to_char to_date
        to_number to_timestamp transaction_timestamp
        avg bit_and bit_or bit_xor bool_and bool_or any_value corr count covar_pop covar_samp every json_agg json_agg_strict json_object_agg
        json_object_agg_strict json_object_agg_unique jsonb_agg jsonb_agg_strict jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique
        max min mode percentile_cont percentile_disc range_agg range_intersect_agg regr_avgx regr_avgy regr_count
        regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp string_agg sum var_pop
        var_samp variance array_agg grouping
        cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
        coalesce greatest least nullif num_nonnulls num_nulls
        array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions
        array_prepend array_remove array_replace array_reverse array_sample array_shuffle array_sort array_to_json array_to_string array_upper cardinality generate_series
        generate_subscripts trim_array unnest
        json_array_element json_array_elements json_array_elements_text json_array_length json_build_array json_build_object
        json_each json_each_text json_extract_path json_extract_path_text json_object json_object_keys json_strip_nulls
        json_to_record json_to_recordset json_typeof jsonb_array_elements jsonb_array_elements_text jsonb_array_length
        jsonb_build_array jsonb_build_object jsonb_concat jsonb_contains jsonb_delete jsonb_delete_path jsonb_each jsonb_each_text
        jsonb_exists jsonb_exists_all jsonb_exists_any jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_keys
        jsonb_path_exists jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz
        jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls
        jsonb_to_record jsonb_to_recordset jsonb_typeof row_to_json to_json to_jsonb
        int4range int8range numrange daterange tsrange tstzrange int4multirange int8multirange nummultirange datemultirange tsmultirange
        tstzmultirange isempty lower_inc lower_inf upper_inc upper_inf range_merge multirange
        to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd ts_headline setweight strip
        numnode querytree array_to_tsvector tsvector_to_array ts_delete ts_filter tsquery_phrase
        abbrev broadcast family host hostmask inet_merge inet_same_family masklen netmask network set_masklen text macaddr8_set7bit
        area box center circle diameter height isclosed isopen line lseg npoints path pclose point polygon popen radius slope width
        enum_first enum_last enum_range
        bool bpchar char date float4 float8 int2 int4 int8 interval numeric time timestamp timestamptz timetz varchar uuid
        gen_random_uuid uuid_generate_v4 pg_typeof pg_size_pretty hashtext hashtextextended
        cosine_distance inner_product l1_distance l2_distance l2_normalize l2_norm vector_dims vector_norm negative_inner_product
        similarity word_similarity strict_word_similarity show_trgm unaccent levenshtein levenshtein_less_equal soundex difference metaphone dmetaphone
        dmetaphone_alt akeys avals skeys svals hstore
        """;

    private const string Sqlite = """
        abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling char coalesce concat concat_ws cos cosh count cume_dist
        current_date current_time current_timestamp date datetime degrees dense_rank exp first_value floor format glob group_concat hex if ifnull
        iif instr json json_array json_array_length json_each json_error_position json_extract json_group_array json_group_object json_insert
        json_object json_patch json_pretty json_quote json_remove json_replace json_set json_tree json_type json_valid jsonb jsonb_array
        jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_patch jsonb_remove jsonb_replace
        jsonb_set julianday lag last_value lead length like likelihood likely ln log log10 log2 lower ltrim max median min mod nth_value
        ntile nullif octet_length percent_rank percentile percentile_cont percentile_disc pi pow power printf quote radians random
        randomblob rank regexp replace round row_number rtrim sign sin sinh soundex sqrt stddev stdev strftime string_agg substr substring
        sum tan tanh time timediff total trim trunc typeof unhex unicode unixepoch unlikely upper variance zeroblob generate_series
        """;

    private const string MySql = """
        abs acos adddate addtime aes_decrypt aes_encrypt any_value ascii asin atan atan2 avg bin bin_to_uuid bit_and bit_count bit_length bit_or
        bit_xor cast ceil ceiling char char_length character_length coalesce coercibility compress concat concat_ws conv convert
        convert_tz cos cot count crc32 cume_dist curdate current_date current_time current_timestamp curtime date date_add
        date_format date_sub datediff day dayname dayofmonth dayofweek dayofyear degrees dense_rank elt exp export_set extract
        field find_in_set first_value floor format format_bytes from_base64 from_days from_unixtime get_format greatest group_concat grouping hex hour
        if ifnull inet_aton inet_ntoa inet6_aton inet6_ntoa insert instr interval is_ipv4 is_ipv6 is_uuid isnull json_array
        json_array_append json_array_insert json_arrayagg json_contains json_contains_path json_depth json_extract json_insert
        json_keys json_length json_merge json_merge_patch json_merge_preserve json_object json_objectagg json_overlaps
        json_pretty json_quote json_remove json_replace json_schema_valid json_search json_set json_storage_size json_type
        json_unquote json_valid json_value lag last_day last_value lcase lead least left length ln localtime localtimestamp locate
        log log10 log2 lower lpad ltrim make_set makedate maketime max md5 microsecond mid min minute mod month monthname
        nth_value ntile now nullif oct octet_length ord percent_rank period_add period_diff pi position pow power quarter
        quote radians rand rank regexp_instr regexp_like regexp_replace regexp_substr repeat replace reverse right round
        row_number rpad rtrim sec_to_time second sha sha1 sha2 sign sin soundex space sqrt st_area st_astext st_contains st_distance
        st_distance_sphere st_geomfromtext st_within st_x st_y std stddev stddev_pop stddev_samp str_to_date strcmp subdate substr substring
        substring_index subtime sum sysdate tan time time_format time_to_sec timediff timestamp timestampadd timestampdiff to_base64
        to_days to_seconds trim truncate ucase uncompress uncompressed_length unhex unix_timestamp upper utc_date utc_time utc_timestamp uuid uuid_to_bin
        values var_pop var_samp variance week weekday weekofyear weight_string year yearweek point
        """;

    private const string Other = """
        abs acos approx_count_distinct approx_distinct approx_percentile approx_quantiles array_agg array_concat array_contains array_distinct
        array_join array_length array_max array_min array_position array_remove array_size array_sort array_sum array_to_string
        asc ascii asin atan atan2 avg avgif bit_and bit_or bit_xor bool_and bool_or booland_agg boolor_agg cardinality cast cbrt ceil ceiling char
        char_length character_length charindex chr coalesce concat concat_ws contains contains_substr corr cos cosh cot count count_if countif covar_pop
        covar_samp cume_dist current_date current_time current_timestamp current_datetime date date_add date_diff date_format date_from_parts date_parse date_part
        date_sub date_trunc dateadd datediff datediff_big datefromparts datename datepart datetime datetime_add datetime_diff
        datetime_sub datetime_trunc day dayname dayofmonth dayofweek dayofyear decode degrees dense_rank div element_at
        empty ends_with endswith eomonth equal_null every exp extract first_value flatten float64 floor format format_date format_datetime
        format_timestamp formatdatetime from_base64 from_iso8601_date from_iso8601_timestamp from_unixtime generate_array generate_date_array generate_series geometric_mean get get_path
        getdate getutcdate greatest group_concat grouping grouparray groupuniqarray hash hour if ifnull iff iif initcap instr int64 is_null_value isnull json_array_length json_extract json_extract_array
        json_extract_scalar json_format json_object json_parse json_query json_query_array json_size json_value json_value_array kurtosis lag last_day
        last_value lcase lead least left len length like_regex listagg ln locate log log10 log2 lower lpad ltrim make_date makedate map_keys map_values max max_by maxif md5
        median mid min min_by minif minute mod mode month monthname nchar nth_value ntile now nullif nullifzero nvl nvl2 object_construct
        object_keys parse_date parse_datetime parse_json parse_timestamp patindex percent_rank percentile_cont percentile_disc pi position pow power
        quantile quantileexact quantiles quarter radians rand random rank ratio_to_report regexp_contains regexp_count regexp_extract regexp_extract_all regexp_instr
        regexp_like regexp_replace regexp_split regexp_substr replace replicate reverse right round row_number rpad rtrim safe_cast
        safe_divide safe_offset safe_ordinal second sequence sha1 sha2 sha256 sha512 sign sin skewness sort_array soundex space split split_part
        splitbychar sqrt square starts_with startswith stddev stddev_pop stddev_samp stdev stdevp str strftime string string_agg string_split strpos struct
        stuff substr substring sum sumif sysdatetime sysutcdatetime tan tanh timestamp timestamp_add timestamp_diff timestamp_micros timestamp_millis timestamp_seconds timestamp_sub
        timestamp_trunc timestampadd timestampdiff to_char to_date to_hex to_iso8601 to_json to_json_string to_number to_timestamp to_unixtime to_utf8
        to_variant todate todatetime tointerval tostartofday tostartofhour tostartofmonth tostartofquarter tostartofweek tostartofyear tostring touint32 toyear tomonth toyyyymm
        transform translate trim trunc truncate try_cast try_convert try_to_date try_to_number typeof ucase unicode uniq uniqexact unix_date unix_millis unix_seconds unnest upper
        var_pop var_samp variance week weekday weekofyear width_bucket word_stem year year_of_week yearofweek yearweek zeroifnull any any_value anylast arraymap arrayfilter arrayjoin argmax argmin
        arbitrary count_distinct filter reduce zip try row
        """;
}
