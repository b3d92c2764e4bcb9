<?php
// php control.php install COUNT | edit ID | delete ID | appear | rename-tag OLD NEW | permalinks STRUCTURE | ids COUNT | export
$command = $argv[1];
if ( $command === 'install' ) {
	define( 'WP_INSTALLING', true );
}
$_SERVER['HTTP_HOST'] = parse_url( getenv( 'WORDPRESS_HOME' ), PHP_URL_HOST );
$_SERVER['REQUEST_URI'] = '/';
require $_SERVER['PWD'] . '/wp-load.php';
global $wpdb;

function one_post( int $number, array $authors, array $tags, array $categories ): int {
	$day = gmdate( 'Y-m-d H:i:s', strtotime( '2006-01-02 09:00:00 UTC' ) + $number * 3 * 86400 );
	return wp_insert_post(
		array(
			'post_title'    => "Position $number &amp; more",
			'post_name'     => "position-$number",
			'post_content'  => "<!-- wp:paragraph -->\n<p>EAEA calls for measure number $number in adult education.</p>\n"
				. "<!-- /wp:paragraph -->\n<h2>Why it matters</h2>\n<ul><li>Learning number $number is a right.</li></ul>\n"
				. str_repeat( "<p>Paragraph of post $number: adults learn for work, for society and for themselves.</p>\n", 8 ),
			'post_status'   => 'publish',
			'post_type'     => 'post',
			'post_author'   => $authors[ $number % count( $authors ) ],
			'post_date'     => $day,
			'post_date_gmt' => $day,
			'post_category' => array( $categories[ $number % count( $categories ) ] ),
			'tags_input'    => array( $tags[ $number % count( $tags ) ] ),
		),
		true
	);
}

function one_file( string $name, string $title, int $parent, string $statement ): string {
	$uploads = wp_upload_dir( '2020/05' );
	$path = $uploads['path'] . "/$name";
	copy( getenv( 'STATEMENTS' ) . "/$statement", $path );
	$id = wp_insert_attachment( array( 'post_title' => $title, 'post_mime_type' => 'application/pdf' ), $path, $parent );
	update_attached_file( $id, $path );
	return $uploads['url'] . "/$name";
}

switch ( $command ) {
	case 'install':
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		require_once ABSPATH . 'wp-admin/includes/taxonomy.php';
		add_filter( 'pre_wp_mail', '__return_true' );
		wp_install( 'Adult learning', 'admin', 'admin@example.org', true, '', 'only on loopback' );
		update_option( 'permalink_structure', '/%year%/%monthnum%/%postname%/' );
		update_option( 'template', 'theme' );
		update_option( 'stylesheet', 'theme' );
		update_option( 'timezone_string', 'Europe/Brussels' );
		$wp_rewrite->init();
		$wp_rewrite->flush_rules( false );
		wp_defer_term_counting( true );
		$wpdb->query( 'SET autocommit = 0' );
		$authors = array( 1, wp_create_user( 'anna', 'only on loopback', 'anna@example.org' ) );
		$tags = array( 'Basic skills', 'Micro-credentials', 'Validation', 'Digital' );
		$categories = array_map( 'wp_create_category', array( 'Policy', 'Members', 'Projects & funds' ) );
		for ( $number = 1; $number <= (int) $argv[2]; $number++ ) {
			$id = one_post( $number, $authors, $tags, $categories );
		}
		$attached = one_file( 'attached.pdf', 'An attached statement', $id, '2016-learning-accounts.pdf' );
		$linked = one_file( 'linked.pdf', 'A linked statement', 0, '2020-digital-education.pdf' );
		copy( getenv( 'STATEMENTS' ) . '/2021-micro-credentials.pdf', ABSPATH . 'outside.pdf' );
		wp_insert_post(
			array(
				'post_title'    => 'We present our statement',
				'post_name'     => 'presentation',
				'post_status'   => 'publish',
				'post_date'     => '2020-05-04 10:00:00',
				'post_category' => array( $categories[0] ),
				'tags_input'    => array( 'Digital' ),
				'post_content'  => "<p>Read <a href=\"$linked\">the statement of EAEA</a> and <a href='/outside.pdf'>another</a>.</p>",
			)
		);
		wp_insert_post( array( 'post_title' => 'Locked', 'post_name' => 'locked', 'post_status' => 'publish',
			'post_password' => 'x', 'post_content' => '<p>A secret sentence.</p>' ) );
		wp_insert_post( array( 'post_title' => 'A draft', 'post_status' => 'draft', 'post_content' => '<p>Not said.</p>' ) );
		$wpdb->query( 'COMMIT' );
		wp_defer_term_counting( false );
		break;
	case 'edit':
		wp_update_post( array( 'ID' => (int) $argv[2], 'post_content' => '<p>EAEA has changed its mind about everything.</p>' ) );
		break;
	case 'delete':
		wp_delete_post( (int) $argv[2], true );
		break;
	case 'appear':  // as a planned post does: its time of modification stays
		$id = wp_insert_post( array( 'post_title' => 'Planned', 'post_name' => 'planned', 'post_status' => 'draft',
			'post_content' => '<p>EAEA planned to say this.</p>', 'post_date' => '2019-01-01 10:00:00' ) );
		$wpdb->update( $wpdb->posts, array( 'post_status' => 'publish', 'post_modified' => '2019-01-01 10:00:00',
			'post_modified_gmt' => '2019-01-01 09:00:00' ), array( 'ID' => $id ) );
		break;
	case 'rename-tag':
		wp_update_term( get_term_by( 'name', $argv[2], 'post_tag' )->term_id, 'post_tag', array( 'name' => $argv[3] ) );
		break;
	case 'permalinks':
		update_option( 'permalink_structure', $argv[2] );
		$wp_rewrite->init();
		$wp_rewrite->flush_rules( false );
		break;
	case 'export':  // what Tools > Export gives
		require_once ABSPATH . 'wp-admin/includes/export.php';
		export_wp();
		break;
	case 'ids':
		echo implode( ' ', get_posts( array( 'numberposts' => (int) $argv[2], 'fields' => 'ids', 'order' => 'ASC' ) ) );
		break;
}
